using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Tautan.Platform.Telemetry;

/// <summary>
/// The log of a process, on standard output, written by one thread: whoever logs never waits. When the reader is slower than
/// the writers, lines are dropped and counted rather than memory filled.
/// </summary>
public sealed class ProcessLog : IDisposable
{
    private const int Capacity = 8192;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly Thread _thread;
    private readonly TextWriter _writer;
    private readonly bool _json;
    private long _dropped;

    /// <param name="writer">Where lines go.</param>
    /// <param name="json">One JSON object a line; else text.</param>
    public ProcessLog(TextWriter writer, bool json)
    {
        _writer = writer;
        _json = json;
        _thread = new Thread(WriteAll) { IsBackground = true, Name = "log" };
        _thread.Start();
    }

    /// <summary>The logger provider of one service.</summary>
    public ILoggerProvider For(string service) => new Provider(this, service);

    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _thread.Join(TimeSpan.FromSeconds(2));
    }

    private void Write(LogLevel level, string service, string category, string message, object? state, Exception? exception)
    {
        var now = DateTimeOffset.UtcNow;
        var line = _json
            ? LogFormat.Object(now, level, service, category, message, Activity.Current?.TraceId.ToHexString(), state, exception)
            : LogFormat.Text(now, level, service, category, message, exception);
        if (!_lines.Writer.TryWrite(line))
            Interlocked.Increment(ref _dropped);
    }

    private void WriteAll()
    {
        var reader = _lines.Reader;
        try
        {
            while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (reader.TryRead(out var line))
                    _writer.Write(line);
                if (Interlocked.Exchange(ref _dropped, 0) is var dropped and > 0)
                    _writer.Write(_json ? $"{{\"level\":\"warn\",\"message\":\"{dropped} log lines were dropped\"}}\n" : $"{dropped} log lines were dropped\n");
                _writer.Flush();
            }
        }
        catch (IOException)
        {
            // Nobody reads standard output any more; the process lives on.
            while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (reader.TryRead(out _))
                    ;
            }
        }
    }

    private sealed class Provider(ProcessLog log, string service) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Logger(log, service, categoryName);

        public void Dispose()
        {
        }
    }

    private sealed class Logger(ProcessLog log, string service, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(logLevel, service, category, formatter(state, exception), state, exception);
    }
}
