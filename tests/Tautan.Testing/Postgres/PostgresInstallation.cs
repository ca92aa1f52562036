using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tautan.Testing.Postgres;

/// <summary>The PostgreSQL of this machine, and the command that runs a server of it for as long as somebody holds its standard input.</summary>
internal static class PostgresInstallation
{
    public const string Ready = "ready";

    private const string Root = "/usr/lib/postgresql";

    // The arguments are the programs' folder and the port. The end of standard input is the end of the tests.
    private const string Script = """
        trap '' INT TERM HUP
        bin=$1
        port=$2
        cd / || exit 1
        dir=$(mktemp -d "${TMPDIR:-/tmp}/tautan-postgres-XXXXXXXX") || exit 1
        if "$bin/initdb" -D "$dir/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" 2>&1 &&
            "$bin/pg_ctl" start -D "$dir/data" -w -t 60 -l "$dir/log" -o "-h 127.0.0.1 -p $port -k '' -c fsync=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB" >/dev/null 2>&1 </dev/null
        then
            echo ready
            cat >/dev/null
            "$bin/pg_ctl" stop -D "$dir/data" -m immediate >/dev/null 2>&1
        else
            tail -n 20 "$dir/log" >&2
        fi
        rm -rf "$dir"
        """;

    public static ProcessStartInfo Guard(int port)
    {
        var bin = Bin();
        var start = new ProcessStartInfo(Environment.IsPrivilegedProcess ? "runuser" : "sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        // A server that root starts refuses to run.
        if (Environment.IsPrivilegedProcess)
            Add("-u", "postgres", "--", "sh");
        Add("-c", Script, "postgres-guard", bin, port.ToString(CultureInfo.InvariantCulture));
        return start;

        void Add(params ReadOnlySpan<string> arguments)
        {
            foreach (var argument in arguments)
                start.ArgumentList.Add(argument);
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Bin() =>
        (Directory.Exists(Root) ? Directory.GetDirectories(Root) : [])
            .Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "pg_ctl")))
            .OrderByDescending(bin => double.TryParse(Path.GetFileName(Path.GetDirectoryName(bin)), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .FirstOrDefault()
        ?? throw new InvalidOperationException($"These tests need a real PostgreSQL, and there is none in {Root}. Type: apt-get install postgresql");
}
