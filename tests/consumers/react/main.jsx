import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'reptile-sketch/element.js';

function Page() {
  const [told, setTold] = useState('');
  const [shown, setShown] = useState(true);
  return <>
    {shown && <reptile-sketch labels="circle,cross,zigzag" onpredict={({ target }) => setTold(target.value)} />}
    <output>{told}</output>
    <button type="button" onClick={() => setShown(!shown)}>show or hide</button>
  </>;
}

createRoot(document.querySelector('main')).render(<StrictMode><Page /></StrictMode>);
