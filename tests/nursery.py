"""What a process that is forked finds read already: the modules of the whole bot, its word lists and its coach."""

import gc
import importlib

from bot.starting import coach_here

for name in ("bot.__main__", "bot.app", "storage.migrations", "alembic.command"):
    importlib.import_module(name)
coach_here("en")
gc.freeze()  # whoever is forked looks through none of this for garbage, and so need not copy it
