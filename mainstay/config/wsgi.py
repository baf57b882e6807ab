"""The way in for a web server."""

import os

from django.core.wsgi import get_wsgi_application

from mainstay.config.whole import whole

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mainstay.config.settings")
application = whole(get_wsgi_application())
