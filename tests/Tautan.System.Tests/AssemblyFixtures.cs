using Tautan.Testing.Postgres;

[assembly: AssemblyFixture(typeof(PostgresServer))]
