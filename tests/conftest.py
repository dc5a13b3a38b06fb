def pytest_addoption(parser):
    parser.addoption("--accept", action="store_true", help="write what the commands print into the Markdown sessions")
