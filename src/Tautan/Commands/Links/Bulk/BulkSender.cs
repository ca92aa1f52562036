using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Links.Bulk;

/// <summary>
/// Sends links, many in a call, each call under a key that follows from what is in it: sent again, by this run or by the next one of the same
/// table, it makes nothing twice.
/// </summary>
/// <param name="api">The server.</param>
/// <param name="time">The clock between two tries.</param>
/// <param name="salt">What else goes into the keys; empty: nothing.</param>
internal sealed class BulkSender(ApiClient api, TimeProvider time, string salt)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)];

    private int _sent;

    /// <summary>Sends them, and again where no answer came.</summary>
    /// <returns>What became of each, in their order.</returns>
    /// <exception cref="CommandFailure">The server refused them all, or did not answer.</exception>
    public async Task<IReadOnlyList<JsonElement>> SendAsync(IReadOnlyList<JsonObject> links, CancellationToken cancellation)
    {
        var body = new JsonObject { ["links"] = new JsonArray([.. links]) };
        var request = new ApiRequest(HttpMethod.Post, $"{ApiPaths.Links}/bulk") { Body = body, IdempotencyKey = KeyOf(body, _sent++) };
        var items = (await SendAsync(request, cancellation)).Body.List("items").ToList();
        return items.Count == links.Count
            ? items
            : throw new CommandFailure(ExitCodes.Failed, $"{api.Server.Text} answered about {items.Count} of {links.Count} links; is it a Tautan server?");
    }

    private async Task<ApiAnswer> SendAsync(ApiRequest request, CancellationToken cancellation)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await api.SendAsync(request, cancellation);
            }
            catch (CommandFailure failure) when (tries < Pauses.Length && IsPassing(failure))
            {
                await Task.Delay(Pauses[tries], time, cancellation);
            }
        }
    }

    private static bool IsPassing(CommandFailure failure) =>
        failure.ExitCode == ExitCodes.Unreachable
        || (HttpStatusCode)failure.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    // With its place in the table: the same thousand rows may be meant twice.
    private string KeyOf(JsonObject body, int place)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{salt}\n{place}\n{body.ToJsonString()}");
        return $"bulk-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16))}";
    }
}
