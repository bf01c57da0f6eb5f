# Set-up of the browsers and of their drivers.

# Distributions disagree about the driver's name; the first that is there wins.
find_chromedriver() {
  local name
  for name in "${CHROMEDRIVER:-}" chromedriver "${CHROMEWEBDRIVER:-}/chromedriver" chromium.chromedriver \
      /usr/lib/chromium-browser/chromedriver /usr/lib/chromium/chromedriver; do
    if command -v "$name" 2>/dev/null; then return; fi
  done
  return 1
}

# chromedriver looks for the same names by itself; here they only decide whether to install.
chrome_is_installed() {
  local name
  for name in google-chrome google-chrome-stable chrome chromium chromium-browser \
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' \
      '/Applications/Chromium.app/Contents/MacOS/Chromium'; do
    have "$name" && return
  done
  return 1
}

set_up_chrome() {
  if ! chrome_is_installed || ! find_chromedriver >/dev/null; then
    # Debian's names, then Ubuntu's.
    apt_install chromium chromium-driver || apt_install chromium-browser chromium-chromedriver \
      || fail 'Chrome or Chromium, and the chromedriver of the same version, have to be installed'
  fi
  CHROMEDRIVER=$(find_chromedriver) || fail 'chromedriver is not on the PATH'
  export CHROMEDRIVER
}

find_geckodriver() { command -v "${GECKODRIVER:-geckodriver}" || command -v geckodriver; }

set_up_firefox() {
  have firefox || [ -d /Applications/Firefox.app ] || apt_install firefox-esr || apt_install firefox \
    || fail 'Firefox has to be installed'
  if ! find_geckodriver >/dev/null; then
    installing "geckodriver $geckodriver_version (from source, some minutes)"
    cargo install geckodriver --locked --version "$geckodriver_version" --root "$tools"
  fi
  GECKODRIVER=$(find_geckodriver) || fail 'geckodriver is not on the PATH'
  export GECKODRIVER
}

# WebKitGTK: what Linux has of Safari. It wants a screen, and gets one that nobody sees.
set_up_webkit() {
  have "${WEBKITDRIVER:-WebKitWebDriver}" || apt_install webkit2gtk-driver || true
  have "${WEBKITDRIVER:-WebKitWebDriver}" || fail 'WebKitGTK and its WebKitWebDriver have to be installed'
  { have xvfb-run && have xauth; } || apt_install xvfb xauth || fail 'xvfb-run and xauth have to be installed'
}
