using System.Text.Json;
using Tautan.Commands.Client;

namespace Tautan.Commands.Access;

/// <summary>The server's OAuth endpoints, as the command line uses them (RFC 6749, RFC 8628).</summary>
internal sealed class SignInServer(ServerAddress server, TimeSpan timeout, TimeProvider time) : IDisposable
{
    public const string ClientId = "tautan-cli";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !server.IsThisMachine })
    {
        BaseAddress = server.Url,
        Timeout = timeout,
        MaxResponseContentBufferSize = 1024 * 1024,
    };

    /// <summary>What it answers, and whether that is what was asked for.</summary>
    /// <exception cref="CommandFailure">It does not answer.</exception>
    public (bool IsGood, JsonElement Body) Post(string path, CancellationToken cancellation, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(form.Append(("client_id", ClientId)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))),
        };
        try
        {
            using var response = _http.Send(request, cancellation);
            using var body = JsonDocument.Parse(response.Content.ReadAsStream(cancellation));
            return (response.IsSuccessStatusCode, body.RootElement.Clone());
        }
        catch (JsonException)
        {
            throw new CommandFailure(ExitCodes.Failed, $"{server.Text} did not answer as a Tautan server does; is it one? ({server.Source})");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new CommandFailure(ExitCodes.Unreachable, $"{server.Text} cannot be reached: {failure.Message}");
        }
    }

    /// <summary>Tokens as they are kept.</summary>
    public Login Read(JsonElement tokens) => tokens.Text("access_token") is { } access && tokens.Text("refresh_token") is { } refresh
        ? new Login(access, refresh, time.GetUtcNow().AddSeconds(tokens.Number("expires_in") ?? 0))
        : throw new CommandFailure(ExitCodes.Failed, $"{server.Text} answered without tokens");

    public void Dispose() => _http.Dispose();
}
