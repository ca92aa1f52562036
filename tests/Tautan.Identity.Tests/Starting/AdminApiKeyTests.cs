using Tautan.Contracts.Access;
using Tautan.Identity.Starting;
using Tautan.Platform.Hosting;

namespace Tautan.Identity.Tests.Starting;

public sealed class AdminApiKeyTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tautan-").FullName;

    private string KeyPath => Path.Combine(_directory, AdminApiKey.FileName);

    [Fact]
    public void The_first_start_makes_a_key_that_only_its_owner_can_read()
    {
        var key = AdminApiKey.Load(_directory);
        var text = File.ReadAllText(KeyPath).Trim();
        ApiKey.IsWellFormed(text).ShouldBeTrue();
        key.Text.ShouldBe(text);
        File.GetUnixFileMode(KeyPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(_directory).ShouldBe([KeyPath]);
    }

    [Fact]
    public void Later_starts_keep_it()
    {
        AdminApiKey.Load(_directory);
        var text = File.ReadAllText(KeyPath);
        AdminApiKey.Load(_directory).Text.ShouldBe(text.Trim());
        File.ReadAllText(KeyPath).ShouldBe(text);
    }

    [Fact]
    public async Task Of_many_first_starts_at_once_all_have_the_same()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var starts = Enumerable.Range(0, 16).Select(async _ =>
        {
            await go.Task;
            return AdminApiKey.Load(_directory);
        }).ToList();
        go.SetResult();
        var keys = await Task.WhenAll(starts);
        var text = (await File.ReadAllTextAsync(KeyPath, TestContext.Current.CancellationToken)).Trim();
        keys.ShouldAllBe(key => key.Text == text);
        Directory.GetFiles(_directory).ShouldBe([KeyPath]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tautan_half")]
    [InlineData("secret")]
    public void A_file_that_holds_no_key_opens_to_nobody_and_is_named(string text)
    {
        File.WriteAllText(KeyPath, text);
        var key = AdminApiKey.Load(_directory);
        key.Problem!.ShouldContain(KeyPath);
        if (text.Length > 0)
            key.Problem!.ShouldNotContain(text);
        key.Text.ShouldBeNull();
        key.Check().Status.ShouldBe(ReadyStatus.Degraded);
    }

    [Fact]
    public void A_key_that_cannot_be_made_or_read_stops_no_start()
    {
        AdminApiKey.Load(Path.Combine(_directory, "nowhere")).Problem.ShouldNotBeNull();
        Directory.CreateDirectory(KeyPath);
        AdminApiKey.Load(_directory).Problem.ShouldNotBeNull();
        Directory.Delete(KeyPath);
    }

    [Fact]
    public void A_key_that_others_could_read_is_closed_to_them()
    {
        File.WriteAllText(KeyPath, ApiKey.New());
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        AdminApiKey.Load(_directory);
        File.GetUnixFileMode(KeyPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
