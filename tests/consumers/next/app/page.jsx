'use client';

import { useCallback, useState } from 'react';
import 'reptile-sketch/element.js';

export default function Page() {
  const [told, setTold] = useState('');
  const [shown, setShown] = useState(true);
  // Where the page comes from a server, React does not attach `onpredict`.
  const listen = useCallback((sketch) => {
    const tell = () => setTold(sketch.value);
    sketch.addEventListener('predict', tell);
    return () => sketch.removeEventListener('predict', tell);
  }, []);
  return <main>
    {shown && <reptile-sketch labels="circle,cross,zigzag" ref={listen} />}
    <output>{told}</output>
    <button type="button" onClick={() => setShown(!shown)}>show or hide</button>
  </main>;
}
