"""The review workbench: `app.create_app`, one file of views per noun, templates/ and static/."""
