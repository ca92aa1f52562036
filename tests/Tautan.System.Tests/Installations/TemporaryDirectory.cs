namespace Tautan.SystemTests.Installations;

internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tautan-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
