using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Tautan.Serving;

/// <summary>Tells systemd how this process is (sd_notify(3)). Where nobody listens, it says nothing.</summary>
internal sealed class SystemdNotifier : IDisposable
{
    private static readonly string[] Variables = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"];

    private readonly Socket? _socket;

    private SystemdNotifier(Socket? socket, TimeSpan? watchdog)
    {
        _socket = socket;
        Watchdog = watchdog;
    }

    /// <summary>How long systemd waits for a sign of life; null: for ever.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>Takes what systemd told this process, once: no process that it starts inherits it.</summary>
    public static SystemdNotifier Take()
    {
        var address = Environment.GetEnvironmentVariable("NOTIFY_SOCKET");
        var period = Number("WATCHDOG_USEC") is { } microseconds && (Number("WATCHDOG_PID") ?? Environment.ProcessId) == Environment.ProcessId
            ? TimeSpan.FromMicroseconds(microseconds)
            : (TimeSpan?)null;
        foreach (var variable in Variables)
            Environment.SetEnvironmentVariable(variable, null);
        return address is { Length: > 1 } ? new SystemdNotifier(Open(address), period) : new SystemdNotifier(null, null);
    }

    /// <summary>Redirects are answered.</summary>
    public void Ready() => Say("READY=1");

    /// <summary>What is in flight is finished, and then the process ends.</summary>
    public void Stopping() => Say("STOPPING=1");

    /// <summary>A sign of life.</summary>
    public void Alive() => Say("WATCHDOG=1");

    public void Dispose() => _socket?.Dispose();

    private static long? Number(string variable) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value : null;

    private static Socket? Open(string address)
    {
        // Where systemd does not listen for a while, what is said is lost: the edge waits for nobody.
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            // A leading @ stands for the NUL of an abstract address (unix(7)).
            socket.Connect(new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private void Say(string state)
    {
        try
        {
            _socket?.Send(Encoding.ASCII.GetBytes(state));
        }
        catch (SocketException)
        {
            // It hears the next one, or nobody is there any more.
        }
    }
}
