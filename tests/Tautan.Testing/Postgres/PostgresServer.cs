using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;

namespace Tautan.Testing.Postgres;

/// <summary>
/// A real PostgreSQL for the tests of one process: an assembly fixture (<c>[assembly: AssemblyFixture(typeof(PostgresServer))]</c>) that
/// costs nothing until the first test asks for a database. It listens on loopback, trusts everybody, and does not sync.
/// It ends with this process, however that ends: its guard waits for the end of a pipe that this process holds.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const int Attempts = 5;

    private readonly SemaphoreSlim _starting = new(1);
    private Process? _guard;
    private string? _connectionString;

    /// <summary>Makes an empty database, and starts the server before the first one.</summary>
    /// <returns>Its connection string.</returns>
    /// <exception cref="InvalidOperationException">There is no PostgreSQL, or it does not start; says what to type.</exception>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var server = await StartedAsync(cancellationToken);
        var name = $"test_{Guid.NewGuid():n}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_guard is { } guard)
        {
            guard.StandardInput.Close();
            await guard.WaitForExitAsync(CancellationToken.None);
            guard.Dispose();
        }

        _starting.Dispose();
    }

    private async Task<string> StartedAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; _connectionString is null; attempt++)
            {
                // Between the choice of a port and its use, another process may take it.
                var port = PostgresInstallation.FreePort();
                if (await TryStartAsync(port, cancellationToken) is not { } problem)
                    _connectionString = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Timeout=30;Maximum Pool Size=40");
                else if (attempt == Attempts)
                    throw new InvalidOperationException($"PostgreSQL does not start: {problem}");
            }

            return _connectionString;
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<string?> TryStartAsync(int port, CancellationToken cancellationToken)
    {
        var guard = Process.Start(PostgresInstallation.Guard(port))!;
        var errors = new StringBuilder();
        guard.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
                errors.AppendLine(line.Data);
        };
        guard.BeginErrorReadLine();
        if (await guard.StandardOutput.ReadLineAsync(cancellationToken) == PostgresInstallation.Ready)
        {
            _guard = guard;
            return null;
        }

        await guard.WaitForExitAsync(cancellationToken);
        guard.Dispose();
        lock (errors)
            return errors.ToString().Trim();
    }
}
