"""The demo account of the sandbox, as the README of hwc-sandbox has it. It opens nothing else."""

ACCESS_KEY = "SANDBOXACCESSKEY0001"
SECRET_KEY = "sandbox-secret-key-that-opens-nothing-else"
DOMAIN_ID = "5a4db0c5a4db0c5a4db0c5a4db0c5a4d"
PROJECT_ID = "project-1"

# The code that each mobile phone and mailbox gets, and one that none gets.
VERIFY_CODE = "123456"
WRONG_CODE = "654321"

# The one password that no host takes.
WRONG_PASSWORD = "wrong"
