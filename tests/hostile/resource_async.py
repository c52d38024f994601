# attack: leaves tasks that never end to the event loop
# family: resources
# base: solved
# points: 7
# %% last
import asyncio

async def forever():
    while True:
        await asyncio.sleep(0)

asyncio.ensure_future(forever())
await forever()
