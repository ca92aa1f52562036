using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;

namespace Tautan.Commands.Access;

/// <summary>The tokens of <c>tautan login</c>, by server: <c>$XDG_CONFIG_HOME/tautan/login.json</c>, 0600.</summary>
internal sealed class KeptLogin(Surroundings surroundings)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Null: there is no home to keep anything in.</summary>
    public string? Path { get; } = PathIn(surroundings);

    /// <summary>What is kept for a server; null: nothing.</summary>
    public Login? Find(ServerAddress server)
    {
        if (All()[Name(server)] is not JsonObject kept)
            return null;
        return kept["accessToken"] is JsonValue access && kept["refreshToken"] is JsonValue refresh && kept["expiresAt"] is JsonValue expires
            && access.TryGetValue<string>(out var token) && refresh.TryGetValue<string>(out var renewal) && expires.TryGetValue<DateTimeOffset>(out var end)
            ? new Login(token, renewal, end)
            : null;
    }

    /// <summary>Keeps or, with null, forgets.</summary>
    /// <exception cref="CommandFailure">The file cannot be written.</exception>
    public void Put(ServerAddress server, Login? login)
    {
        if (Path is null)
            throw new CommandFailure(ExitCodes.Failed, "there is no home directory to keep a login in: set HOME or XDG_CONFIG_HOME");
        var all = All();
        if (login is null)
            all.Remove(Name(server));
        else
            all[Name(server)] = new JsonObject { ["accessToken"] = login.AccessToken, ["refreshToken"] = login.RefreshToken, ["expiresAt"] = login.ExpiresAt };
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!, OwnerOnly | UnixFileMode.UserExecute);
            var temporary = $"{Path}.{System.IO.Path.GetRandomFileName()}";
            using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
                file.Write(JsonSerializer.SerializeToUtf8Bytes(all));
            File.Move(temporary, Path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.Failed, $"the login cannot be kept: {failure.Message}");
        }
    }

    private JsonObject All()
    {
        try
        {
            return Path is not null && File.Exists(Path) ? JsonNode.Parse(File.ReadAllBytes(Path)) as JsonObject ?? [] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    private static string Name(ServerAddress server) => server.Url.GetLeftPart(UriPartial.Authority);

    private static string? PathIn(Surroundings surroundings)
    {
        if (surroundings.Variable("XDG_CONFIG_HOME") is { Length: > 0 } config)
            return System.IO.Path.Combine(config, "tautan", "login.json");
        return surroundings.Variable("HOME") is { Length: > 0 } home ? System.IO.Path.Combine(home, ".config", "tautan", "login.json") : null;
    }
}

/// <param name="AccessToken">For a quarter of an hour.</param>
/// <param name="RefreshToken">Works once.</param>
/// <param name="ExpiresAt">When the access token ends.</param>
internal sealed record Login(string AccessToken, string RefreshToken, DateTimeOffset ExpiresAt);
