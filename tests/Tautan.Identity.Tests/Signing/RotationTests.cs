using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Identity.Signing;
using Tautan.Identity.Tests.Support;
using Tautan.Identity.Tests.Tokens;
using Tautan.Testing.Postgres;

namespace Tautan.Identity.Tests.Signing;

public sealed class RotationTests(PostgresServer postgres)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_key_is_published_before_it_signs_and_the_old_one_after(bool onPostgres)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var running = await Running.StartAsync(onPostgres ? postgres : null, time);
        var keys = running.Host.App.Services.GetRequiredService<SigningKeys>();
        var first = await SignerAsync(running);
        (await PublishedAsync(running)).ShouldBe([first]);

        await keys.RefreshAsync(isAsked: true, Token);
        await keys.RefreshAsync(isAsked: true, Token);
        var both = await PublishedAsync(running);
        both.Count.ShouldBe(2, "one that waits is enough");
        (await SignerAsync(running)).ShouldBe(first);

        time.Advance(SigningKeys.Ahead);
        await keys.RefreshAsync(isAsked: false, Token);
        var second = await SignerAsync(running);
        second.ShouldBe(both.Single(key => key != first));
        (await PublishedAsync(running)).ShouldContain(first);

        // Another process, for which it is later: a clock that all of a host hang on takes long to move by weeks.
        var services = running.Host.App.Services;
        using (var later = ActivatorUtilities.CreateInstance<SigningKeys>(services, new FakeTimeProvider(time.GetUtcNow() + SigningKeys.Behind)))
            await later.RefreshAsync(isAsked: false, Token);
        await keys.RefreshAsync(isAsked: false, Token);
        (await PublishedAsync(running)).ShouldBe([second]);
        (await SignerAsync(running)).ShouldBe(second);
    }

    [Fact]
    public async Task Private_keys_are_stored_protected()
    {
        await using var running = await Running.StartAsync();
        var path = Path.Combine(running.Installation.DataDirectory, "protection");
        Directory.GetFiles(path, "*.xml").ShouldNotBeEmpty();
        await using var scope = running.Host.App.Services.CreateAsyncScope();
        var stored = scope.ServiceProvider.GetRequiredService<IdentityDb>().SigningKeys.ToList();
        stored.Count.ShouldBe(2);
        using var key = System.Security.Cryptography.ECDsa.Create();
        foreach (var one in stored)
            Should.Throw<System.Security.Cryptography.CryptographicException>(() => key.ImportPkcs8PrivateKey(one.Protected, out _));
    }

    private static async Task<string> SignerAsync(Running running)
    {
        var (status, body) = await running.Installation.ExchangeAsync(running.Installation.AdminKey());
        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        return Exchanging.Header(body["access_token"]!.GetValue<string>())["kid"]!.GetValue<string>();
    }

    private static async Task<IReadOnlyList<string>> PublishedAsync(Running running)
    {
        using var client = running.Installation.Client(ServiceNames.Links, ServiceNames.Identity);
        return [.. JsonNode.Parse(await client.GetStringAsync(TokenClaims.KeysPath, Token))!["keys"]!.AsArray().Select(key => key!["kid"]!.GetValue<string>())];
    }
}
