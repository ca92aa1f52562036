using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Tautan.Platform.Hosting;

/// <summary>
/// The listening sockets that systemd opened for this process (sd_listen_fds(3)). They stay open where the process ends, and
/// whoever connects meanwhile waits for the next one.
/// </summary>
public sealed class ActivatedSockets
{
    public static readonly ActivatedSockets None = new([]);

    private const int FirstHandle = 3;
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;

    private static readonly string[] Variables = ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "LISTEN_PIDFDID"];

    private ActivatedSockets(IReadOnlyList<ActivatedSocket> all)
    {
        Public = [.. all.Where(socket => !socket.IsForOperations)];
        Operations = [.. all.Where(socket => socket.IsForOperations)];
    }

    /// <summary>For everybody: those named <c>https</c> with TLS, all others that are not for operations without.</summary>
    public IReadOnlyList<ActivatedSocket> Public { get; }

    /// <summary>For health and metrics: those named <c>operations</c>.</summary>
    public IReadOnlyList<ActivatedSocket> Operations { get; }

    /// <summary>Takes what was handed to this process, once: no process that it starts inherits any of it.</summary>
    /// <exception cref="SettingsException">A descriptor is no listening socket.</exception>
    public static ActivatedSockets Take()
    {
        var handles = Variable("LISTEN_PID") == Environment.ProcessId ? Variable("LISTEN_FDS") : 0;
        var names = (Environment.GetEnvironmentVariable("LISTEN_FDNAMES") ?? "").Split(':');
        foreach (var variable in Variables)
            Environment.SetEnvironmentVariable(variable, null);
        var sockets = new List<ActivatedSocket>();
        for (var i = 0; i < handles; i++)
        {
            _ = SetControl(FirstHandle + i, SetDescriptorFlags, CloseOnExec);
            sockets.Add(Open(FirstHandle + i, i < names.Length ? names[i] : ""));
        }

        return new ActivatedSockets(sockets);
    }

    private static ActivatedSocket Open(int handle, string name)
    {
        try
        {
            // Only looked at: it is not this object's to close.
            using var socket = new Socket(new SafeSocketHandle(handle, ownsHandle: false));
            if (socket.SocketType == SocketType.Stream && socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection) is not 0 && socket.LocalEndPoint is { } endPoint)
                return new ActivatedSocket((ulong)handle, name, endPoint);
        }
        catch (SocketException)
        {
            // It is told below.
        }

        throw new SettingsException($"The descriptor {handle} (\"{name}\") that LISTEN_FDS hands over is no listening stream socket: expected what a socket unit with ListenStream= gives.");
    }

    private static int Variable(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;

    [DllImport("libc", EntryPoint = "fcntl"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetControl(int handle, int command, int argument);
}
