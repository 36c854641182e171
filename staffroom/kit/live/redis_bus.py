"""The bus of an instance on several machines. Loaded only where a Redis (or Valkey) is set: its library costs every start something."""

import asyncio
import logging
import random
from collections.abc import Callable

import redis
import redis.asyncio
from django.utils.crypto import salted_hmac

from staffroom.kit.live.bus import SEND_SECONDS, Down

log = logging.getLogger("staffroom.live")


class RedisBus:
    """One Redis (or Valkey) channel for the instance. Two instances on one server do not hear each other: the name holds a mark of the key."""

    def __init__(self, url: str):
        self.url = url
        self.name = "staffroom:live:" + salted_hmac("staffroom.live.bus", "", algorithm="sha256").hexdigest()[:16]
        self._out = redis.Redis.from_url(url, socket_timeout=SEND_SECONDS, socket_connect_timeout=SEND_SECONDS)

    def publish(self, raw: bytes) -> int:
        """Sends once and returns how many processes are subscribed."""
        try:
            return int(self._out.publish(self.name, raw))
        except (redis.ConnectionError, redis.TimeoutError) as error:
            raise Down("Redis does not answer") from error

    async def listen(self, hear: Callable[[bytes], None], hear_again: Callable[[], None]):
        """Runs until cancelled, through any number of lost connections; after each one `hear_again` says that messages may be missing."""
        wait = 0.2
        while True:
            source = redis.asyncio.Redis.from_url(self.url, socket_connect_timeout=SEND_SECONDS, health_check_interval=15, socket_keepalive=True)
            try:
                async with source, source.pubsub() as sub:
                    await sub.subscribe(self.name)
                    while True:
                        message = await sub.get_message(timeout=10)
                        if message and message["type"] == "subscribe":
                            wait = 0.2
                            hear_again()
                        elif message and message["type"] == "message":
                            hear(message["data"])
            except (redis.ConnectionError, redis.TimeoutError, OSError) as error:
                log.warning("live pages wait for Redis: %s", type(error).__name__)
            await asyncio.sleep(wait * (1 + random.random()))  # noqa: S311  # nosec B311 - spreads reconnects, keeps no secret
            wait = min(wait * 2, 5.0)
