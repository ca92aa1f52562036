using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Tautan.SystemTests.Installations;

/// <summary>What systemd does for a service: it holds the listening socket while processes come and go, and hears how they are.</summary>
internal sealed class Systemd : IDisposable
{
    private const int SetDescriptorFlags = 2;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _notifications = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly string _notifyPath;

    public Systemd(Uri address, string directory)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Parse(address.Host), address.Port));
        _listener.Listen(1024);
        _ = SetControl((int)_listener.Handle, SetDescriptorFlags, 0);
        _notifyPath = Path.Combine(directory, "notify");
        _notifications.Bind(new UnixDomainSocketEndPoint(_notifyPath));
    }

    /// <summary>The socket, as the kernel knows it.</summary>
    public string Inode => new FileInfo($"/proc/self/fd/{_listener.Handle}").LinkTarget!;

    /// <summary>What a process must be started through and with.</summary>
    /// <param name="name">As in <c>FileDescriptorName=</c>.</param>
    public (IReadOnlyList<string> Command, Dictionary<string, string> Environment) Hand(string name) =>
    (
        ["bash", "-c", "fd=$0; exec 3<&$fd; exec {fd}<&-; LISTEN_PID=$$ exec \"$@\"", _listener.Handle.ToString(CultureInfo.InvariantCulture)],
        new Dictionary<string, string>
        {
            ["LISTEN_FDS"] = "1",
            ["LISTEN_FDNAMES"] = name,
            ["NOTIFY_SOCKET"] = _notifyPath,
            ["WATCHDOG_USEC"] = "2000000",
        });

    /// <summary>Waits until a process says this, and returns all that was said until then.</summary>
    public async Task<IReadOnlyList<string>> HearAsync(string state)
    {
        var heard = new List<string>();
        var buffer = new byte[1024];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (heard.LastOrDefault() != state)
            heard.Add(Encoding.ASCII.GetString(buffer, 0, await _notifications.ReceiveAsync(buffer, limit.Token)));
        return heard;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _notifications.Dispose();
    }

    [DllImport("libc", EntryPoint = "fcntl"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetControl(int handle, int command, int argument);
}
