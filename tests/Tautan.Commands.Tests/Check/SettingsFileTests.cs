using Tautan.Testing.Misbehaving;

namespace Tautan.Commands.Tests.Check;

public sealed class SettingsFileTests : IDisposable
{
    private readonly CheckFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tautan-check.toml", """
        # What we check.
        inputs = ["docs"]
        format = "json"
        exclude = ['two$']
        accept = "200..299,404"
        timeout = 5
        retries = 0
        [headers]
        X-Key = "1"
        """)]
    [InlineData("tautan-check.json", """{ "inputs": ["docs"], "format": "json", /* ours */ "exclude": ["two$"], "accept": "200..299,404", "timeout": "5s", "retries": 0, "headers": { "X-Key": "1" } }""")]
    public async Task Settings_of_the_repository_are_used(string name, string text)
    {
        await using var site = TestSite.Start().On("/one", Behaviours.Answer(404));
        _folder.Write(name, text).Write("docs/a.txt", $"{site.Url("/one")} {site.Url("/two")}").Write("b.md", "[x](missing)");
        var ended = await _folder.RunAsync();
        ended.Code.ShouldBe(ExitCodes.Ok, ended.Error);
        CheckFolder.Summary(ended, "excluded").ShouldBe(1);
        site.Requests.ShouldHaveSingleItem().Headers["X-Key"].ShouldBe("1");
    }

    [Fact]
    public async Task Flag_takes_the_place_of_what_the_file_says()
    {
        _folder.Write("tautan-check.toml", "format = 'json'\ninputs = ['nowhere']\n").Write("a.md", "[x](missing)");
        (await _folder.RunAsync("a.md", "--format", "markdown")).Out.ShouldStartWith("## Links");
    }

    [Theory]
    [InlineData("tautan-check.toml", "max_age = '1d'", "there is no setting 'max_age'")]
    [InlineData("tautan-check.toml", "format = 3", "format must be table, json, junit or markdown, and is 3")]
    [InlineData("tautan-check.toml", "include = 'x'", "include must be a list of texts")]
    [InlineData("tautan-check.toml", "include = ['(']", "include must be a list, each a regular expression")]
    [InlineData("tautan-check.toml", "retries = 'two'", "retries must be 0 to 10, and is \"two\"")]
    [InlineData("tautan-check.toml", "offline = 'yes'", "offline must be true or false")]
    [InlineData("tautan-check.toml", "headers = ['a']", "headers must be a table")]
    [InlineData("tautan-check.toml", "format = ", "tautan-check.toml cannot be read")]
    [InlineData("tautan-check.json", "[]", "it must be an object")]
    [InlineData("tautan-check.json", "{", "tautan-check.json cannot be read")]
    public async Task Wrong_setting_names_the_file_the_key_and_what_was_expected(string name, string text, string expected)
    {
        _folder.Write(name, text);
        var line = (await _folder.RunAsync()).ShouldFail(ExitCodes.Usage);
        line.ShouldContain(name);
        line.ShouldContain(expected);
    }

    [Fact]
    public async Task Two_files_are_one_too_many_until_one_is_named()
    {
        _folder.Write("tautan-check.toml", "format = 'markdown'").Write("tautan-check.json", "{}");
        (await _folder.RunAsync()).ShouldFail(ExitCodes.Usage).ShouldContain("--config");
        (await _folder.RunAsync("--config", "tautan-check.toml")).Out.ShouldStartWith("## Links");
    }
}
