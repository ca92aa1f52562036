using System.Diagnostics;
using System.Text;
using Tautan.Platform.Discovery;
using Tautan.Platform.Hosting;

namespace Tautan.Platform.Tests.Discovery;

public sealed class RuntimeDirectoryTests : IDisposable
{
    private const string Variable = "XDG_RUNTIME_DIR";
    private const int LongestSocketPath = 107;

    private readonly string? _given = Environment.GetEnvironmentVariable(Variable);
    private readonly string _directory = Directory.CreateTempSubdirectory("xdg-").FullName;

    public RuntimeDirectoryTests() => Environment.SetEnvironmentVariable(Variable, _directory);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _given);
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Folder_is_its_owners_alone_and_the_same_for_the_same_data()
    {
        var path = RuntimeDirectory.For("/var/lib/tautan");

        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        RuntimeDirectory.For("/var/lib/../lib/tautan").ShouldBe(path);
        RuntimeDirectory.For("/var/lib/other").ShouldNotBe(path);
    }

    [Fact]
    public void Folder_that_was_open_to_others_is_closed()
    {
        var path = RuntimeDirectory.For("/data");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);

        RuntimeDirectory.For("/data");

        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Link_in_its_place_is_refused()
    {
        Directory.CreateSymbolicLink(Path.Combine(_directory, "tautan"), Directory.CreateDirectory(Path.Combine(_directory, "elsewhere")).FullName);

        Should.Throw<IOException>(() => RuntimeDirectory.For("/data"));
    }

    [Fact]
    public void Folder_of_somebody_else_is_refused_in_one_line()
    {
        Assert.SkipUnless(ProcessUser.Id == 0, "Only root can give a folder away.");
        var path = Directory.CreateDirectory(Path.Combine(_directory, "tautan")).FullName;
        using (var chown = Process.Start("chown", ["65534", path]))
            chown.WaitForExit();

        Should.Throw<IOException>(() => RuntimeDirectory.For("/data")).Message.ShouldBe(
            $"{path} must be a folder of this user's (0), and belongs to user 65534: remove it, or set XDG_RUNTIME_DIR to a folder of your own.");
    }

    [Fact]
    public void Folder_in_tmp_has_the_users_number_and_not_a_name_that_the_environment_gives()
    {
        Environment.SetEnvironmentVariable(Variable, "/nowhere");

        var path = RuntimeDirectory.For("/data/" + Guid.NewGuid());

        path.ShouldStartWith($"/tmp/tautan-{ProcessUser.Id}/");
        ProcessUser.OwnerOf(path).ShouldBe(ProcessUser.Id);
        Directory.Delete(path);
    }

    [Fact]
    public void Socket_of_the_longest_data_directory_fits()
    {
        var data = "/" + string.Join('/', Enumerable.Repeat(new string('d', 200), 15));

        foreach (var given in new[] { _directory, "/nowhere", "/run/" + new string('x', 80) })
        {
            Environment.SetEnvironmentVariable(Variable, given);
            var path = RuntimeDirectory.For(data);
            Encoding.UTF8.GetByteCount(new ServiceAddresses(path, new Dictionary<string, Uri>()).SocketPath("notifications")).ShouldBeLessThanOrEqualTo(LongestSocketPath);
            Directory.Delete(path);
        }
    }
}
