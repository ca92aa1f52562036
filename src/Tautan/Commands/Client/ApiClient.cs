using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tautan.Commands.Client;

/// <summary>JSON over HTTP with one server. Whatever is not the expected answer is a <see cref="CommandFailure"/>.</summary>
internal sealed class ApiClient : IDisposable
{
    private const string NoAnswer = "did not answer within";
    private const int LargestAnswerBytes = 256 * 1024 * 1024;

    private readonly ServerAddress _server;
    private readonly Credentials? _credentials;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <param name="server">Where it is.</param>
    /// <param name="credentials">The key that every request carries; null sends none.</param>
    /// <param name="timeout">The time from a request to the last byte of its answer.</param>
    /// <param name="time">The clock of that time.</param>
    public ApiClient(ServerAddress server, Credentials? credentials, TimeSpan timeout, TimeProvider time)
    {
        (_server, _credentials, _timeout, _time) = (server, credentials, timeout, time);
        // No redirect is followed: the key is for the server that was named. A proxy is not asked about this machine.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !server.IsThisMachine,
        };
        _http = new HttpClient(handler)
        {
            BaseAddress = server.Url,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = LargestAnswerBytes,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("tautan", ShowVersion.Version));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypeNames.Application.Json));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypeNames.Application.ProblemJson));
        if (credentials is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", credentials.Key);
    }

    public ServerAddress Server => _server;

    /// <param name="path">Relative to the server's URL, without a slash at its start.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <param name="alsoExpected">A status beside 2xx whose body is an answer, too.</param>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation, HttpStatusCode? alsoExpected = null) =>
        (await SendAsync(new(HttpMethod.Get, path) { AlsoExpected = alsoExpected }, cancellation)).Body;

    public async Task<JsonElement> PostAsync(string path, JsonObject body, CancellationToken cancellation) =>
        (await SendAsync(new(HttpMethod.Post, path) { Body = body }, cancellation)).Body;

    /// <param name="path">What is changed.</param>
    /// <param name="patch">A merge patch (RFC 7396).</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <param name="ifMatch">The ETag that it must still have; null: whatever it is by now.</param>
    public async Task<JsonElement> PatchAsync(string path, JsonObject patch, CancellationToken cancellation, string? ifMatch = null) =>
        (await SendAsync(new(HttpMethod.Patch, path) { Body = patch, IfMatch = ifMatch }, cancellation)).Body;

    public async Task<JsonElement> DeleteAsync(string path, CancellationToken cancellation) =>
        (await SendAsync(new(HttpMethod.Delete, path), cancellation)).Body;

    /// <exception cref="CommandFailure">It was refused, or no whole answer came.</exception>
    public Task<ApiAnswer> SendAsync(ApiRequest request, CancellationToken cancellation) => SendAsync(
        request,
        (response, content) => new ApiAnswer(Answer(request.Method, response, content), response.StatusCode, response.Headers.ETag?.ToString()),
        cancellation);

    /// <summary>Fetches what is no JSON, such as a picture.</summary>
    public Task<byte[]> DownloadAsync(string path, string mediaType, CancellationToken cancellation) => SendAsync(
        new(HttpMethod.Get, path),
        (response, content) => response.Content.Headers.ContentType?.MediaType == mediaType
            ? content
            : throw new CommandFailure(ExitCodes.Failed, $"{_server.Text} answered with {response.Content.Headers.ContentType?.MediaType ?? "something"} instead of {mediaType}"),
        cancellation);

    /// <summary>Copies what is as long as it likes, and may take as long, so that no answer ends in memory. The timeout is for its beginning, and for each piece.</summary>
    /// <param name="path">Relative to the server's URL, without a slash at its start.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="progress">Told how many bytes have come.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task CopyAsync(string path, Stream target, Action<long> progress, CancellationToken cancellation)
    {
        using var request = new ApiRequest(HttpMethod.Get, path).ToMessage();
        using var response = await WithinAsync(token => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), NoAnswer, "", cancellation);
        if (!response.IsSuccessStatusCode)
            throw Refusal.Of(response, await WithinAsync(response.Content.ReadAsByteArrayAsync, NoAnswer, "", cancellation), _server, _credentials);
        await using var source = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[64 * 1024];
        var copied = 0L;
        while (await ReadAsync(source, buffer, cancellation) is > 0 and var count)
        {
            await target.WriteAsync(buffer.AsMemory(0, count), cancellation);
            progress(copied += count);
        }
    }

    // Apart from what the target says: that the disk is full is no failure of the server.
    private async Task<int> ReadAsync(Stream source, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await WithinAsync(token => source.ReadAsync(buffer, token).AsTask(), "said nothing more for", "", cancellation);
        }
        catch (IOException failure)
        {
            throw new CommandFailure(ExitCodes.Unreachable, $"{_server.Text} ended before all had come: {failure.Message}");
        }
    }

    /// <summary>Fetches what is text and no JSON.</summary>
    public Task<string> GetTextAsync(string path, CancellationToken cancellation) =>
        SendAsync(new(HttpMethod.Get, path), (_, content) => Encoding.UTF8.GetString(content), cancellation);

    private async Task<T> SendAsync<T>(ApiRequest asked, Func<HttpResponseMessage, byte[], T> read, CancellationToken cancellation)
    {
        using var request = asked.ToMessage();
        using var response = await WithinAsync(token => _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, token), NoAnswer, asked.Doubt, cancellation);
        // All of it is there.
        var content = await response.Content.ReadAsByteArrayAsync(cancellation);
        return response.IsSuccessStatusCode || response.StatusCode == asked.AlsoExpected
            ? read(response, content)
            : throw Refusal.Of(response, content, _server, _credentials);
    }

    /// <summary>Does what waits for the server, but not for ever.</summary>
    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> work, string failed, string doubt, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new CommandFailure(ExitCodes.Unreachable, $"{_server.Text} {failed} {_timeout.TotalSeconds:0} s{doubt}; --request-timeout waits longer");
        }
        catch (HttpRequestException failure)
        {
            throw Unreachable.Because(failure, _server, doubt);
        }
    }

    private JsonElement Answer(HttpMethod method, HttpResponseMessage response, byte[] content)
    {
        if (content.Length == 0 && (response.StatusCode == HttpStatusCode.NoContent || method == HttpMethod.Delete))
            return default;
        try
        {
            using var document = JsonDocument.Parse(content);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new CommandFailure(
                ExitCodes.Failed,
                $"{_server.Text} answered {(int)response.StatusCode} with something that is not JSON; is it a Tautan server? ({_server.Source})");
        }
    }

    public void Dispose() => _http.Dispose();
}
