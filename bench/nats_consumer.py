"""Side B's consumer of the NATS pair: acknowledges what B's server holds.

It reads the stream that B's server copies from A, and publishes to B's own
stream of acknowledgements which of A's messages it has seen. All that is there
at once goes into one acknowledgement, which spares the peer two flushes for each
message but the first. The next batch waits until B's server has flushed the
acknowledgement of this one.

Run by ``bench.nats_pair`` as a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import struct
import sys
from typing import TYPE_CHECKING

import nats
import uvloop

if TYPE_CHECKING:
    from nats.aio.msg import Msg
    from nats.js import JetStreamContext

READY = b"consuming"
COPY_STREAM = "COPY"
COPY_CONSUMER = "b-node"
COPY_DELIVERY = "deliver.copy"
RECEIPT_SUBJECT = "receipt"
POSITION = struct.Struct(">Q")
_BATCH = 512
_SOURCE_HEADER = "Nats-Stream-Source"
_SOURCE_POSITION = 1
"""Which word of the header, from 0, is the position in A's stream."""


def positions(batch: list[Msg]) -> bytes:
    """Return the positions that the messages of a batch have in A's stream.

    Raises:
        ValueError: A message did not come from A's stream.
    """
    packed = []
    for message in batch:
        words = (message.headers or {}).get(_SOURCE_HEADER, "").split(" ")
        if len(words) <= _SOURCE_POSITION:
            raise ValueError(f"a message without the header {_SOURCE_HEADER}")
        packed.append(POSITION.pack(int(words[_SOURCE_POSITION])))
    return b"".join(packed)


async def acknowledge(arrived: asyncio.Queue[Msg], stream: JetStreamContext) -> None:
    """Acknowledge batch after batch, for as long as the process runs."""
    while True:
        batch = [await arrived.get()]
        while len(batch) < _BATCH and not arrived.empty():
            batch.append(arrived.get_nowait())
        await stream.publish(RECEIPT_SUBJECT, positions(batch))
        # The consumer's policy is "all": this settles the whole batch.
        await batch[-1].ack()


async def consume(server: str) -> None:
    """Acknowledge everything until SIGTERM."""
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    connection = await nats.connect(server)
    arrived: asyncio.Queue[Msg] = asyncio.Queue()
    await connection.subscribe(COPY_DELIVERY, cb=arrived.put)
    work = asyncio.create_task(acknowledge(arrived, connection.jetstream()))
    ended = asyncio.create_task(stopped.wait())
    sys.stdout.buffer.write(READY + b"\n")
    sys.stdout.buffer.flush()
    await asyncio.wait({work, ended}, return_when=asyncio.FIRST_COMPLETED)
    if work.done():
        work.result()
    work.cancel()
    await connection.close()


def main() -> None:
    """Consume from the server that the command line names."""
    parser = argparse.ArgumentParser(description="Side B's consumer.")
    parser.add_argument("server")
    uvloop.run(consume(parser.parse_args().server))


if __name__ == "__main__":
    main()
