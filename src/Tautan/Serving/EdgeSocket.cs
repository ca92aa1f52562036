using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Tautan.Platform.Hosting;

namespace Tautan.Serving;

/// <summary>
/// Where the edge takes orders: a Unix socket in a folder that only its user can enter, and from that user or root alone, by the word of the
/// kernel. Nothing of it can be reached from another machine. An order is a line; each answer is one, <c>started PID</c>, <c>ready</c> or <c>failed REASON</c>.
/// </summary>
internal sealed partial class EdgeSocket(string dataDirectory, string socketPath, HouseRestart restart, ILogger logger) : IAsyncDisposable
{
    public const string RestartHouse = "restart house";
    public const string Started = "started ";
    public const string Ready = "ready";
    public const string Failed = "failed ";

    private const int LongestOrder = 64;
    private static readonly TimeSpan OrderTime = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private Task _loop = Task.CompletedTask;

    /// <summary>Where the socket of the edge on a data directory is said to be.</summary>
    public static string PointerIn(string dataDirectory) => Path.Combine(dataDirectory, "locks", "edge.socket");

    /// <exception cref="IOException">The data directory cannot be written.</exception>
    /// <exception cref="SocketException">The socket cannot be made.</exception>
    public void Start()
    {
        // Whoever starts the edge holds its lock: what lies here was left behind.
        File.Delete(socketPath);
        _listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        _listener.Listen();
        File.WriteAllText(PointerIn(dataDirectory), socketPath);
        _loop = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        File.Delete(socketPath);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = AnswerAsync(await _listener.AcceptAsync(_stop.Token));
            }
            catch (SocketException exception) when (!_stop.IsCancellationRequested)
            {
                // No more files may be open, say: that passes.
                LogNotAccepted(logger, exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), _stop.Token);
            }
        }
    }

    private async Task AnswerAsync(Socket caller)
    {
        using (caller)
        {
            try
            {
                if (!IsOurs(caller))
                    return;
                using var stream = new NetworkStream(caller);
                var order = await ReadAsync(stream);
                if (order != RestartHouse)
                {
                    await SayAsync(stream, $"{Failed}This edge does not know the order.");
                    return;
                }

                // Whether anybody still listens or not, it is done.
                var problem = await restart.RunAsync(process => _ = SayAsync(stream, $"{Started}{process}"), _stop.Token);
                await SayAsync(stream, problem is null ? Ready : $"{Failed}{problem.ReplaceLineEndings(" ")}");
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Who asked has gone, or the edge stops.
            }
        }
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(OrderTime);
        var bytes = new byte[LongestOrder];
        var length = 0;
        while (length < bytes.Length && bytes.AsSpan(0, length).IndexOf((byte)'\n') < 0)
        {
            var read = await stream.ReadAsync(bytes.AsMemory(length), limit.Token);
            if (read == 0)
                break;
            length += read;
        }

        return Encoding.ASCII.GetString(bytes, 0, length).TrimEnd('\n');
    }

    private static async Task SayAsync(NetworkStream stream, string line)
    {
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (IOException)
        {
            // Nobody listens any more.
        }
    }

    // SO_PEERCRED of SOL_SOCKET: process, user and group of who connected, four bytes each (unix(7)).
    private static bool IsOurs(Socket caller)
    {
        Span<byte> credentials = stackalloc byte[12];
        var length = caller.GetRawSocketOption(1, 17, credentials);
        var user = BitConverter.ToUInt32(credentials[4..8]);
        return length == credentials.Length && (user == 0 || user == ProcessUser.Id);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Orders cannot be taken at this moment: {Problem}")]
    private static partial void LogNotAccepted(ILogger logger, string problem);
}
