using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Tautan.Gateway.Listening;

/// <summary>
/// Lets the answers to HTTP/2 requests that came together leave together. The server hands on each by itself, and each would be a
/// record of TLS and a call of the system of its own: more work than the redirect.
/// </summary>
internal sealed class GatheredAnswers(ConnectionDelegate next)
{
    // What a slow visitor may leave lying here before the server waits.
    private static readonly PipeOptions Options = new(
        readerScheduler: PipeScheduler.ThreadPool, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 65_536, resumeWriterThreshold: 32_768, useSynchronizationContext: false);

    public Task OnConnectionAsync(ConnectionContext connection) =>
        connection.Features.Get<ISslStreamFeature>()?.SslStream.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2
            ? GatherAsync(connection)
            : next(connection);

    private async Task GatherAsync(ConnectionContext connection)
    {
        var transport = connection.Transport;
        var answers = new Pipe(Options);
        var sending = SendAsync(answers.Reader, transport.Output);
        connection.Transport = new Gathered(transport.Input, answers.Writer);
        try
        {
            await next(connection);
        }
        finally
        {
            await answers.Writer.CompleteAsync();
            await sending;
            connection.Transport = transport;
        }
    }

    // By the time a thread is free for it, all that was answered meanwhile is there.
    private static async Task SendAsync(PipeReader answers, PipeWriter output)
    {
        Exception? failure = null;
        try
        {
            while (true)
            {
                var read = await answers.ReadAsync();
                foreach (var segment in read.Buffer)
                    output.Write(segment.Span);
                answers.AdvanceTo(read.Buffer.End);
                if ((await output.FlushAsync()).IsCompleted || read.IsCompleted)
                    return;
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or OperationCanceledException or ObjectDisposedException)
        {
            // The visitor is gone; the server learns it where it writes.
            failure = exception;
        }
        finally
        {
            await answers.CompleteAsync(failure);
        }
    }

    private sealed class Gathered(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
