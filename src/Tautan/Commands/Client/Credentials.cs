using System.Text;
using Tautan.Contracts.Access;

namespace Tautan.Commands.Client;

/// <summary>The API key and where it comes from. Its text form is the source: the key itself is never printed.</summary>
internal sealed class Credentials
{
    public const string FileName = "admin-api-key";
    private const int LongestFile = 4096;

    private Credentials(string key, string source) => (Key, Source) = (key, source);

    public string Key { get; }

    public string Source { get; }

    public override string ToString() => $"the API key from {Source}";

    /// <summary>
    /// Flags first (the key, then the data directory), then the variable, then the login, then the file in the default data directory. The
    /// last is tried for a server on this machine alone, so that one server's key is never handed to another.
    /// </summary>
    /// <exception cref="CommandFailure">There is none, or it is damaged.</exception>
    public static Credentials Find(string? key, string? data, ServerAddress server, Surroundings surroundings, Func<string?>? login = null)
    {
        if (key is not null)
            return Checked(key, "--api-key");
        if (data is not null)
            return FromFile(data, surroundings) ?? throw Missing($"{Path.Combine(data, FileName)} does not exist");
        if (surroundings.Variable(ClientOptions.ApiKeyVariable) is { Length: > 0 } variable)
            return Checked(variable, ClientOptions.ApiKeyVariable);
        if (login?.Invoke() is { } token)
            return new Credentials(token, "tautan login");
        if (!server.IsThisMachine)
            throw Missing("a server on another machine is sent no key that is not named");
        return FromFile(ClientOptions.DefaultData, surroundings)
            ?? throw Missing($"{Path.Combine(ClientOptions.DefaultData, FileName)} does not exist here");
    }

    private static CommandFailure Missing(string why) => new(
        ExitCodes.Unauthorized,
        $"no API key: set {ClientOptions.ApiKeyVariable}, or name the server's data directory with --data DIR ({why})");

    private static Credentials? FromFile(string directory, Surroundings surroundings)
    {
        var shown = Path.Combine(directory, FileName);
        try
        {
            using var file = File.OpenRead(Path.Combine(surroundings.WorkingDirectory, shown));
            var bytes = new byte[LongestFile];
            var length = file.ReadAtLeast(bytes, LongestFile, throwOnEndOfStream: false);
            return Checked(Encoding.UTF8.GetString(bytes, 0, length), shown);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.Unauthorized, $"cannot read the API key: {failure.Message}");
        }
    }

    private static Credentials Checked(string text, string source)
    {
        var key = text.Trim();
        if (key.Length == 0)
            throw new CommandFailure(ExitCodes.Unauthorized, $"the API key from {source} is empty");
        var damaged = key.StartsWith(ApiKey.Prefix, StringComparison.Ordinal) ? !ApiKey.IsWellFormed(key) : !IsToken(key);
        return damaged
            ? throw new CommandFailure(ExitCodes.Unauthorized, $"the API key from {source} is not whole: a character is missing, wrong or too many")
            : new(key, source);
    }

    /// <summary>RFC 6750 §2.1, b64token: what may follow "Bearer".</summary>
    private static bool IsToken(string text)
    {
        var body = text.AsSpan().TrimEnd('=');
        foreach (var c in body)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or '~' or '+' or '/'))
                return false;
        }
        return body.Length > 0;
    }
}
