using Microsoft.Extensions.Logging;

namespace Tautan.Gateway.Logging;

/// <summary>
/// The access log. Whoever answers a request leaves its line in memory and goes on; one thread writes what has come, ten times a second. Where lines come
/// faster than they can be written, they are dropped and counted.
/// </summary>
internal sealed partial class AccessLog : IDisposable
{
    private const int Capacity = 1 << 20;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    [ThreadStatic]
    private static byte[]? Line;

    private readonly object _lock = new();
    private readonly bool _isJson;
    private readonly AccessFile _file;
    private readonly ILogger<AccessLog> _logger;
    private readonly Thread _thread;
    private byte[] _arriving = new byte[Capacity];
    private byte[] _leaving = new byte[Capacity];
    private int _length;
    private int _lines;
    private long _dropped;
    private bool _isStopping;
    private bool _isFailing;

    /// <param name="isJson">A JSON object a line; else the combined format.</param>
    /// <param name="path">The file; null: standard output.</param>
    /// <param name="logger">Where it is told that the file cannot be written.</param>
    public AccessLog(bool isJson, string? path, ILogger<AccessLog> logger)
    {
        _isJson = isJson;
        _file = new AccessFile(path);
        _logger = logger;
        _thread = new Thread(WriteAll) { IsBackground = true, Name = "access log" };
        _thread.Start();
    }

    /// <summary>Lines that were not written, for want of room or of a file.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Leaves a line; never waits for the file.</summary>
    public void Write(in AccessEntry entry)
    {
        var line = Line ??= new byte[AccessLine.MaxLength];
        var length = _isJson ? AccessLine.Json(entry, line) : AccessLine.Combined(entry, line);
        lock (_lock)
        {
            if (_length + length > Capacity)
            {
                _dropped++;
                return;
            }

            line.AsSpan(0, length).CopyTo(_arriving.AsSpan(_length));
            // The first line wakes the writer, and half a buffer does so again, before there is no room.
            if (_length == 0 || (_length < Capacity / 2 && _length + length >= Capacity / 2))
                Monitor.Pulse(_lock);
            _length += length;
            _lines++;
        }
    }

    /// <summary>Writes what is there and ends.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isStopping = true;
            Monitor.Pulse(_lock);
        }

        _thread.Join(TimeSpan.FromSeconds(2));
    }

    private void WriteAll()
    {
        while (true)
        {
            int length, lines;
            lock (_lock)
            {
                while (_length == 0 && !_isStopping)
                    Monitor.Wait(_lock);
                if (!_isStopping)
                    Monitor.Wait(_lock, Gathering);
                if (_length == 0 && _isStopping)
                    break;
                (_arriving, _leaving, length, lines) = (_leaving, _arriving, _length, _lines);
                (_length, _lines) = (0, 0);
            }

            Write(_leaving.AsSpan(0, length), lines);
        }

        _file.Dispose();
    }

    private void Write(ReadOnlySpan<byte> text, int lines)
    {
        try
        {
            _file.Write(text);
            _isFailing = false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            lock (_lock)
                _dropped += lines;
            if (!_isFailing)
                LogFailed(_logger, exception.Message);
            _isFailing = true;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The access log cannot be written, its lines are dropped: {Problem}")]
    private static partial void LogFailed(ILogger logger, string problem);
}
