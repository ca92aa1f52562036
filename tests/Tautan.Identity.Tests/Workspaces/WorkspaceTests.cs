using System.Net;
using Tautan.Contracts;
using Tautan.Identity.Tests.Support;
using Tautan.Identity.Tests.Tokens;
using Tautan.Testing.Postgres;

namespace Tautan.Identity.Tests.Workspaces;

public sealed class WorkspaceTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_workspace_is_made_used_renamed_and_deleted(bool onPostgres)
    {
        await using var running = await Running.StartAsync(onPostgres ? postgres : null);
        using var owner = await running.OwnerAsync();
        var (status, made) = await owner.SendAsync(HttpMethod.Post, "/api/v1/workspaces", new { name = "Second" });
        status.ShouldBe(HttpStatusCode.Created);
        made["role"]!.GetValue<string>().ShouldBe("owner");
        var id = made["id"]!.GetValue<string>();
        var (_, list) = await owner.SendAsync(HttpMethod.Get, "/api/v1/workspaces");
        list["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()).ShouldBe([WellKnown.WorkspaceId.ToString(), id]);
        var (_, part) = await owner.SendAsync(HttpMethod.Get, "/api/v1/workspaces?limit=1");
        var (_, rest) = await owner.SendAsync(HttpMethod.Get, $"/api/v1/workspaces?limit=1&cursor={part["nextCursor"]!.GetValue<string>()}");
        rest["items"]!.AsArray().Single()!["id"]!.GetValue<string>().ShouldBe(id);

        var (bearer, _, key) = await owner.KeyAsync(new { name = "there", scopes = new[] { "admin" }, workspace = id });
        using (bearer)
        {
            (await bearer.SendAsync(HttpMethod.Get, "/api/v1/me")).Body["workspace"]!.GetValue<string>().ShouldBe(id);
            (await bearer.SendAsync(HttpMethod.Get, "/api/v1/keys")).Body["items"]!.AsArray().Count.ShouldBe(1);
        }

        (await owner.SendAsync(HttpMethod.Patch, $"/api/v1/workspaces/{id}", new { name = "Renamed" })).Body["name"]!.GetValue<string>().ShouldBe("Renamed");
        (await owner.SendAsync(HttpMethod.Get, $"/api/v1/workspaces/{id}")).Body["name"]!.GetValue<string>().ShouldBe("Renamed");
        (await owner.SendAsync(HttpMethod.Delete, $"/api/v1/workspaces/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await owner.SendAsync(HttpMethod.Get, $"/api/v1/workspaces/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await running.Installation.ExchangeAsync(key)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_first_workspace_stays()
    {
        await using var running = await Running.StartAsync();
        using var owner = await running.OwnerAsync();
        (await owner.SendAsync(HttpMethod.Delete, $"/api/v1/workspaces/{WellKnown.WorkspaceId}")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task The_last_owner_stays()
    {
        await using var running = await Running.StartAsync();
        using var owner = await running.OwnerAsync();
        var (_, list) = await owner.SendAsync(HttpMethod.Get, "/api/v1/members");
        var member = list["items"]!.AsArray().Single()!;
        member["role"]!.GetValue<string>().ShouldBe("owner");
        var path = $"/api/v1/members/{member["id"]!.GetValue<string>()}";
        var (status, body) = await owner.SendAsync(HttpMethod.Patch, path, new { role = "viewer" });
        status.ShouldBe(HttpStatusCode.Conflict);
        body["code"]!.GetValue<string>().ShouldBe("last_owner");
        (await owner.SendAsync(HttpMethod.Delete, path)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await owner.SendAsync(HttpMethod.Patch, path, new { role = "king" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task What_is_in_another_workspace_is_not_there()
    {
        await using var running = await Running.StartAsync();
        using var owner = await running.OwnerAsync();
        var (_, made) = await owner.SendAsync(HttpMethod.Post, "/api/v1/workspaces", new { name = "Second" });
        var (bearer, id, _) = await owner.KeyAsync(new { name = "there", scopes = new[] { "admin" }, workspace = made["id"]!.GetValue<string>() });
        using (bearer)
        {
            var member = (await owner.SendAsync(HttpMethod.Get, "/api/v1/members")).Body["items"]!.AsArray().Single()!["id"]!.GetValue<string>();
            await NotThereAsync(bearer, $"/api/v1/members/{member}", HttpMethod.Get, HttpMethod.Delete);
            await NotThereAsync(owner, $"/api/v1/keys/{id}", HttpMethod.Get, HttpMethod.Delete);
            var (_, invitation) = await owner.SendAsync(HttpMethod.Post, "/api/v1/invitations", new { email = "ani@example.com", role = "editor" });
            await NotThereAsync(bearer, $"/api/v1/invitations/{invitation["id"]!.GetValue<string>()}", HttpMethod.Delete);
        }
    }

    [Fact]
    public async Task An_invitation_is_made_listed_and_withdrawn()
    {
        await using var running = await Running.StartAsync();
        using var owner = await running.OwnerAsync();
        var (status, body) = await owner.SendAsync(HttpMethod.Post, "/api/v1/invitations", new { email = "ani@example.com", role = "editor" });
        status.ShouldBe(HttpStatusCode.Created);
        body["url"]!.GetValue<string>().ShouldStartWith("https://go.example/account/invitation?token=");
        var (_, list) = await owner.SendAsync(HttpMethod.Get, "/api/v1/invitations");
        list["items"]!.AsArray().Single()!["email"]!.GetValue<string>().ShouldBe("ani@example.com");
        list.ToJsonString().ShouldNotContain(body["url"]!.GetValue<string>()[^20..]);
        (await owner.SendAsync(HttpMethod.Delete, $"/api/v1/invitations/{body["id"]!.GetValue<string>()}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await owner.SendAsync(HttpMethod.Get, "/api/v1/invitations")).Body["items"]!.AsArray().ShouldBeEmpty();
        (await owner.SendAsync(HttpMethod.Post, "/api/v1/invitations", new { email = "ani@", role = "boss" })).Body["errors"]!.AsObject().Count.ShouldBe(2);
    }

    private static async Task NotThereAsync(Person person, string path, params HttpMethod[] methods)
    {
        foreach (var method in methods)
            (await person.SendAsync(method, path)).Status.ShouldBe(HttpStatusCode.NotFound, $"{method} {path}");
    }
}
