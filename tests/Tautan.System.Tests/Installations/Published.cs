namespace Tautan.SystemTests.Installations;

/// <summary>The executable as it is published; <c>./test</c> makes it.</summary>
internal static class Published
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("TAUTAN_PUBLISHED") is { Length: > 0 } given)
            return System.IO.Path.Combine(given, "tautan");
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var path = System.IO.Path.Combine(directory.FullName, "artifacts", "publish", "tautan");
            if (File.Exists(path))
                return path;
        }

        throw new FileNotFoundException("The published executable is missing: dotnet publish src/Tautan -c Release -o artifacts/publish");
    }
}
