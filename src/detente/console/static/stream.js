// One stream of the beat, handed to every page that is open.

const ports = new Set();
let stream = null;

function tell(kind) {
  return (event) => {
    const told = JSON.parse(event.data);
    for (const port of ports) port.postMessage({ kind, told });
  };
}

function open() {
  // A browser gives a stream up for good where it was refused: then a new one is tried.
  if (stream && stream.readyState !== EventSource.CLOSED) return;
  stream = new EventSource(`/live?language=${self.name.slice(0, 2)}`);
  stream.addEventListener("beat", tell("beat"));
  stream.addEventListener("trouble", tell("trouble"));
}

onconnect = ({ ports: [port] }) => {
  ports.add(port);
  port.onmessage = () => ports.delete(port);
  port.start();
  open();
};

setInterval(open, 2000);
