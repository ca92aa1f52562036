using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;
using Microsoft.Extensions.Time.Testing;
using Tautan.Contracts;
using Tautan.Contracts.Access;
using Tautan.Identity.Tests.Support;
using Tautan.Identity.Tests.Tokens;

namespace Tautan.Identity.Tests.People;

public sealed class SignInTests
{
    private const string Password = "correct horse battery";
    private const string Callback = "http://127.0.0.1:4711/callback";

    [Fact]
    public async Task The_setup_link_works_once()
    {
        await using var running = await Running.StartAsync();
        using var browser = new Browser(running.Installation);
        var path = SetupPath(running);
        var page = await browser.GetAsync(path);
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Policy!.ShouldStartWith("default-src 'none'");
        page.Text.ShouldNotContain("<script");
        (await browser.SubmitAsync(page, ("password", "short"), ("again", "short"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await browser.SubmitAsync(page, ("password", Password), ("again", Password + "!"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await browser.SubmitAsync(page, ("password", Password), ("again", Password))).Status.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync(path)).Status.ShouldBe(HttpStatusCode.Gone);
        (await browser.SubmitAsync(page, ("password", Password), ("again", Password))).Status.ShouldBe(HttpStatusCode.Gone);
        (await browser.GetAsync("/account/setup?token=guessed")).Status.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task A_wrong_name_and_a_wrong_password_are_answered_alike()
    {
        await using var running = await Running.StartAsync();
        await SetUpAsync(running);
        using var browser = new Browser(running.Installation);
        var page = await browser.GetAsync("/account/sign-in");
        var wrongPassword = await browser.SubmitAsync(page, ("name", "owner"), ("password", "wrong password!!"));
        var wrongName = await browser.SubmitAsync(page, ("name", "nobody"), ("password", "wrong password!!"));
        wrongPassword.Status.ShouldBe(HttpStatusCode.Unauthorized);
        wrongName.Status.ShouldBe(HttpStatusCode.Unauthorized);
        Plain(wrongName.Text).ShouldBe(Plain(wrongPassword.Text).Replace("value=\"owner\"", "value=\"nobody\"", StringComparison.Ordinal));
        (await browser.SubmitAsync(page, ("name", "owner"), ("password", Password))).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task After_ten_wrong_passwords_the_right_one_waits()
    {
        await using var running = await Running.StartAsync();
        await SetUpAsync(running);
        using var browser = new Browser(running.Installation);
        var page = await browser.GetAsync("/account/sign-in");
        for (var i = 0; i < 10; i++)
            (await browser.SubmitAsync(page, ("name", "owner"), ("password", "wrong password!!"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await browser.SubmitAsync(page, ("name", "owner"), ("password", Password))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_form_from_elsewhere_is_refused()
    {
        await using var running = await Running.StartAsync();
        await SetUpAsync(running);
        using var browser = new Browser(running.Installation);
        await browser.GetAsync("/account/sign-in");
        foreach (var path in new[] { "/account/sign-in", "/account/setup?token=x", "/connect/verify" })
        {
            (await browser.PostAsync(path, new Dictionary<string, string> { ["name"] = "owner", ["password"] = Password, ["decision"] = "allow" })).Status.ShouldBe(HttpStatusCode.BadRequest, path);
        }
    }

    [Theory]
    [InlineData("https://evil.example/", "/connect/verify")]
    [InlineData("//evil.example/", "/connect/verify")]
    [InlineData("/\\evil.example/", "/connect/verify")]
    [InlineData("/%0d%0aX: 1", "/connect/verify")]
    [InlineData("javascript:alert(1)", "/connect/verify")]
    [InlineData("/connect/verify?user_code=1", "/connect/verify?user_code=1")]
    public async Task Signing_in_leads_nowhere_else(string returnUrl, string expected)
    {
        await using var running = await Running.StartAsync();
        await SetUpAsync(running);
        using var browser = new Browser(running.Installation);
        var page = await browser.GetAsync("/account/sign-in?returnUrl=" + (returnUrl.Contains('%', StringComparison.Ordinal) ? returnUrl : Uri.EscapeDataString(returnUrl)));
        (await browser.SubmitAsync(page, ("name", "owner"), ("password", Password))).Location.ShouldBe(expected);
    }

    [Fact]
    public async Task The_pages_speak_Indonesian()
    {
        await using var running = await Running.StartAsync();
        using var browser = new Browser(running.Installation, "id-ID,id;q=0.9,en;q=0.8");
        var page = await browser.GetAsync("/account/sign-in");
        page.Text.ShouldContain("<html lang=\"id\">");
        page.Text.ShouldContain("Kata sandi");
    }

    [Fact]
    public async Task A_program_gets_tokens_by_code_and_PKCE_and_each_refresh_token_works_once()
    {
        await using var running = await Running.StartAsync();
        using var browser = await SetUpAsync(running);
        var (verifier, code) = await AuthorizeAsync(browser);
        var (status, tokens) = await TokenAsync(browser, Code(code, verifier));
        status.ShouldBe(HttpStatusCode.OK, tokens.ToJsonString());
        var claims = Exchanging.Payload(tokens["access_token"]!.GetValue<string>());
        claims["aud"]!.GetValue<string>().ShouldBe("gateway");
        claims["role"]!.GetValue<string>().ShouldBe("owner");
        claims.ToJsonString().ShouldNotContain("cnf");

        var first = tokens["refresh_token"]!.GetValue<string>();
        var (again, renewed) = await TokenAsync(browser, Refresh(first));
        again.ShouldBe(HttpStatusCode.OK, renewed.ToJsonString());
        var second = renewed["refresh_token"]!.GetValue<string>();
        (await TokenAsync(browser, Refresh(first))).Body["error"]!.GetValue<string>().ShouldBe("invalid_grant");
        (await TokenAsync(browser, Refresh(second))).Body["error"]!.GetValue<string>().ShouldBe("invalid_grant", "the family of a stolen token ends");
        (await TokenAsync(browser, Code(code, verifier))).Body["error"]!.GetValue<string>().ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_persons_token_is_exchanged_as_a_key_is_until_its_session_ends()
    {
        await using var running = await Running.StartAsync();
        using var browser = await SetUpAsync(running);
        var (verifier, code) = await AuthorizeAsync(browser);
        var tokens = (await TokenAsync(browser, Code(code, verifier))).Body;
        var (status, exchanged) = await ExchangeAsync(running, tokens["access_token"]!.GetValue<string>());
        status.ShouldBe(HttpStatusCode.OK, exchanged.ToJsonString());
        using var person = new Person(running.Installation, exchanged["access_token"]!.GetValue<string>());
        var (_, me) = await person.SendAsync(HttpMethod.Get, "/api/v1/me");
        me["kind"]!.GetValue<string>().ShouldBe("user");
        me["scopes"]!.ToJsonString().ShouldContain("admin");
        me["scopes"]!.ToJsonString().ShouldNotContain("offline");

        var session = (await person.SendAsync(HttpMethod.Get, "/api/v1/sessions")).Body["items"]!.AsArray().Single(item => item!["current"]!.GetValue<bool>())!;
        session["address"]!.GetValue<string>().ShouldBe("192.0.2.7");
        (await person.SendAsync(HttpMethod.Delete, $"/api/v1/sessions/{session["id"]!.GetValue<string>()}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await ExchangeAsync(running, tokens["access_token"]!.GetValue<string>())).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await TokenAsync(browser, Refresh(tokens["refresh_token"]!.GetValue<string>()))).Body["error"]!.GetValue<string>().ShouldBe("invalid_grant");
        (await browser.GetAsync("/connect/verify")).Location!.ShouldStartWith("/account/sign-in");
    }

    [Theory]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("code_challenge", null)]
    [InlineData("response_type", "token")]
    [InlineData("response_type", "id_token")]
    [InlineData("redirect_uri", "http://127.0.0.1:4711/callback/evil")]
    [InlineData("redirect_uri", "http://127.0.0.1:4711@evil.example/callback")]
    [InlineData("redirect_uri", "http://127.0.0.1:4711/callback#x")]
    [InlineData("redirect_uri", "http://127.0.0.1:4711/%63allback")]
    [InlineData("redirect_uri", "http://127.0.0.1.evil.example/callback")]
    [InlineData("redirect_uri", "https://evil.example/?http://127.0.0.1/callback")]
    [InlineData("client_id", "nobody")]
    public async Task A_request_with_a_trick_in_it_gets_no_code(string parameter, string? value)
    {
        await using var running = await Running.StartAsync();
        using var browser = await SetUpAsync(running);
        var shown = await browser.GetAsync(AuthorizePath(out _, parameter, value));
        (shown.Location ?? "").ShouldNotContain("code=");
        if (parameter is "redirect_uri" or "client_id")
            shown.Location.ShouldBeNull();
    }

    [Fact]
    public async Task A_code_is_no_use_with_another_verifier()
    {
        await using var running = await Running.StartAsync();
        using var browser = await SetUpAsync(running);
        var (_, code) = await AuthorizeAsync(browser);
        (await TokenAsync(browser, Code(code, new string('a', 43)))).Body["error"]!.GetValue<string>().ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_device_gets_tokens_when_a_person_allows_it()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var running = await Running.StartAsync(time: time);
        using var browser = await SetUpAsync(running);
        var (status, device) = await TokenAsync(browser, new() { ["client_id"] = "tautan-cli" }, "/connect/device");
        status.ShouldBe(HttpStatusCode.OK, device.ToJsonString());
        device["interval"]!.GetValue<int>().ShouldBe(5);
        device["verification_uri"]!.GetValue<string>().ShouldBe("https://go.example/connect/verify");
        var poll = new Dictionary<string, string>
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:device_code",
            ["client_id"] = "tautan-cli",
            ["device_code"] = device["device_code"]!.GetValue<string>(),
        };
        (await TokenAsync(browser, poll)).Body["error"]!.GetValue<string>().ShouldBe("authorization_pending");
        (await TokenAsync(browser, poll)).Body["error"]!.GetValue<string>().ShouldBe("slow_down");

        var page = await browser.GetAsync("/connect/verify");
        var asked = await browser.SubmitAsync(page, ("user_code", device["user_code"]!.GetValue<string>()));
        var question = await browser.GetAsync(asked.Location!);
        question.Text.ShouldContain("tautan (command line)");
        question.Text.ShouldContain(device["user_code"]!.GetValue<string>());
        (await browser.SubmitAsync(question, ("decision", "allow"))).Location.ShouldBe("/connect/done");
        time.Advance(TimeSpan.FromSeconds(5));
        var (done, tokens) = await TokenAsync(browser, poll);
        done.ShouldBe(HttpStatusCode.OK, tokens.ToJsonString());
        tokens["refresh_token"].ShouldNotBeNull();
        (await ExchangeAsync(running, tokens["access_token"]!.GetValue<string>())).Status.ShouldBe(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromSeconds(5));
        (await TokenAsync(browser, poll)).Body["error"]!.GetValue<string>().ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_device_that_a_person_denies_gets_nothing()
    {
        await using var running = await Running.StartAsync();
        using var browser = await SetUpAsync(running);
        var (_, device) = await TokenAsync(browser, new() { ["client_id"] = "tautan-cli" }, "/connect/device");
        var question = await browser.GetAsync("/connect/verify?user_code=" + device["user_code"]!.GetValue<string>());
        (await browser.SubmitAsync(question, ("decision", "deny"))).Location.ShouldBe("/connect/denied");
        var poll = new Dictionary<string, string>
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:device_code",
            ["client_id"] = "tautan-cli",
            ["device_code"] = device["device_code"]!.GetValue<string>(),
        };
        (await TokenAsync(browser, poll)).Body["error"]!.GetValue<string>().ShouldBe("access_denied");
    }

    [Fact]
    public async Task Whoever_is_invited_becomes_a_member_with_the_role_that_was_meant_and_no_other()
    {
        await using var running = await Running.StartAsync();
        using var owner = await running.OwnerAsync();
        var (_, invitation) = await owner.SendAsync(HttpMethod.Post, "/api/v1/invitations", new { email = "ani@example.com", role = "editor" });
        var path = new Uri(invitation["url"]!.GetValue<string>()).PathAndQuery;
        using var browser = new Browser(running.Installation);
        var page = await browser.GetAsync(path);
        page.Text.ShouldContain("Default");
        (await browser.SubmitAsync(page, ("name", "owner"), ("password", Password), ("again", Password))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await browser.SubmitAsync(page, ("name", "ani"), ("password", Password), ("again", Password), ("role", "owner"), ("workspace", Guid.NewGuid().ToString()))).Status.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync(path)).Status.ShouldBe(HttpStatusCode.Gone);

        var member = (await owner.SendAsync(HttpMethod.Get, "/api/v1/members")).Body["items"]!.AsArray().Single(item => item!["name"]!.GetValue<string>() == "ani")!;
        member["role"]!.GetValue<string>().ShouldBe("editor");
        var (verifier, code) = await AuthorizeAsync(browser);
        var tokens = (await TokenAsync(browser, Code(code, verifier))).Body;
        using var ani = new Person(running.Installation, (await ExchangeAsync(running, tokens["access_token"]!.GetValue<string>())).Body["access_token"]!.GetValue<string>());
        var (_, me) = await ani.SendAsync(HttpMethod.Get, "/api/v1/me");
        me["scopes"]!.AsArray().Select(scope => scope!.GetValue<string>()).ShouldBe(["analytics:read", "health:read", "health:write", "links:read", "links:write"]);
        (await ani.SendAsync(HttpMethod.Get, "/api/v1/members")).Status.ShouldBe(HttpStatusCode.Forbidden);

        (await owner.SendAsync(HttpMethod.Patch, $"/api/v1/members/{member["id"]!.GetValue<string>()}", new { role = "viewer" })).Status.ShouldBe(HttpStatusCode.OK);
        var (_, less) = await ExchangeAsync(running, tokens["access_token"]!.GetValue<string>());
        Exchanging.Payload(less["access_token"]!.GetValue<string>())["scope"]!.GetValue<string>().Split(' ').ShouldNotContain("links:write");
        (await owner.SendAsync(HttpMethod.Delete, $"/api/v1/members/{member["id"]!.GetValue<string>()}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await ExchangeAsync(running, tokens["access_token"]!.GetValue<string>())).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static string SetupPath(Running running) =>
        "/account/setup?token=" + Regex.Match(running.Installation.Log.ToString(), "/account/setup\\?token=(?<token>[A-Za-z0-9_-]+)").Groups["token"].Value;

    private static async Task<Browser> SetUpAsync(Running running)
    {
        var browser = new Browser(running.Installation);
        var page = await browser.GetAsync(SetupPath(running));
        (await browser.SubmitAsync(page, ("password", Password), ("again", Password))).Status.ShouldBe(HttpStatusCode.OK);
        return browser;
    }

    private static string AuthorizePath(out string verifier, string? changed = null, string? value = null)
    {
        verifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = "tautan-cli",
            ["response_type"] = "code",
            ["redirect_uri"] = Callback,
            ["scope"] = "admin offline_access",
            ["state"] = "s",
            ["code_challenge"] = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        };
        if (changed is not null)
            parameters[changed] = value;
        return "/connect/authorize?" + string.Join('&', parameters.Where(one => one.Value is not null).Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value!)}"));
    }

    private static async Task<(string Verifier, string Code)> AuthorizeAsync(Browser browser)
    {
        var shown = await browser.GetAsync(AuthorizePath(out var verifier));
        shown.Location.ShouldNotBeNull(shown.Text);
        shown.Location.ShouldStartWith(Callback);
        var query = HttpUtility.ParseQueryString(new Uri(shown.Location).Query);
        query["state"].ShouldBe("s");
        query["iss"].ShouldBe("https://go.example/");
        return (verifier, query["code"]!);
    }

    private static Dictionary<string, string> Code(string code, string verifier) => new()
    {
        ["grant_type"] = "authorization_code",
        ["client_id"] = "tautan-cli",
        ["redirect_uri"] = Callback,
        ["code"] = code,
        ["code_verifier"] = verifier,
    };

    private static Dictionary<string, string> Refresh(string token) => new() { ["grant_type"] = "refresh_token", ["client_id"] = "tautan-cli", ["refresh_token"] = token };

    private static async Task<(HttpStatusCode Status, JsonNode Body)> TokenAsync(Browser browser, Dictionary<string, string> form, string path = "/connect/token")
    {
        var shown = await browser.PostAsync(path, form);
        return (shown.Status, JsonNode.Parse(shown.Text)!);
    }

    private static Task<(HttpStatusCode Status, JsonNode Body)> ExchangeAsync(Running running, string token) => running.Installation.TokenAsync(
        ServiceNames.Gateway,
        new() { ["grant_type"] = TokenClaims.TokenExchange, ["client_id"] = ServiceNames.Gateway, ["subject_token"] = token, ["subject_token_type"] = TokenClaims.AccessTokenType });

    // Without what differs on every page.
    private static string Plain(string page) => Regex.Replace(page, "name=\"form\" type=\"hidden\" value=\"[^\"]*\"", "");
}
