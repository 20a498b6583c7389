"""Error codes of the reference, and the codes of each error."""

from __future__ import annotations

# The service's table of errors, all with status 200. It includes the codes of a few rows without a number.
ANY = frozenset(f"OSM.010100{number:02}" for number in range(1, 63))

# A violated constraint: status 400 in the old table, 200 in the new one.
LIMIT = frozenset({"OSM.0001", "OSM.01010001"})

CODE_WRONG = "OSM.01010010"
CODE_TOO_OFTEN = "OSM.01010024"
GRANT_ACTION = "OSM.01010018"
GRANT_DETAIL = "OSM.01010032"
HOST_PASSWORD = "OSM.01010003"
LABELS_OF_ACCOUNT = "OSM.01010041"
# Its row has no number. This is the only unused number between those of its neighbors.
LABELS_OF_TICKET = "OSM.01010042"
MAILBOX = "OSM.01010008"
RELATED_TO_ITSELF = "OSM.01010044"
RELATIONS = "OSM.01010043"
TICKET_ACTION = "OSM.01010013"
TICKET_UNKNOWN = "OSM.01010015"
URGED_TOO_OFTEN = "OSM.01010004"

# Codes of the gateway for wrong credentials.
SIGNATURE = "APIGW.0301"
