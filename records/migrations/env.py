"""What Alembic runs: the migrations, in the one transaction that records.migrate has begun."""

from alembic import context

from records.tables import META

context.configure(connection=context.config.attributes["connection"], target_metadata=META, transactional_ddl=False)
context.run_migrations()
