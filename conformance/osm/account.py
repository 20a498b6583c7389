"""The demo account of the sandbox, from the README of hwc-sandbox. It gives access to nothing else."""

ACCESS_KEY = "SANDBOXACCESSKEY0001"
SECRET_KEY = "sandbox-secret-key-that-opens-nothing-else"
DOMAIN_ID = "5a4db0c5a4db0c5a4db0c5a4db0c5a4d"
PROJECT_ID = "project-1"

# The code sent to each mobile phone and mailbox, and a wrong code.
VERIFY_CODE = "123456"
WRONG_CODE = "654321"

# The only password that each host rejects.
WRONG_PASSWORD = "wrong"
