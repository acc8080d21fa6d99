"""What one employee and their lead are shown: view models computed once, writers that compute nothing.

`calls` says what comes in, `model` what is shown; `employee` and `index` make the second of the first.
`html` and `document` write it down, `publish` lays the files. Nothing here reads the store.
"""
