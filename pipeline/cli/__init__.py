"""The `callaudit` command: thin commands, one file per noun. stdout is data, stderr is talk."""
