using System.CommandLine;
using Tautan.Commands.Access;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands;

/// <summary>One run of one command: what was asked, where the answer goes, and the way to the server.</summary>
internal sealed class Session
{
    private readonly ClientOptions _options;

    public Session(ParseResult parsed, ClientOptions options, Surroundings surroundings)
    {
        Parsed = parsed;
        Surroundings = surroundings;
        _options = options;
        Printer = new Printer(surroundings, parsed.GetValue(options.Json));
    }

    public ParseResult Parsed { get; }

    public Surroundings Surroundings { get; }

    public Printer Printer { get; }

    private TimeSpan Timeout => TimeSpan.FromSeconds(Parsed.GetValue(_options.RequestTimeout));

    /// <summary>A client of the API, with the key.</summary>
    /// <exception cref="CommandFailure">The server's URL is none, or there is no key.</exception>
    public ApiClient Connect()
    {
        var server = Server();
        var credentials = Credentials.Find(Parsed.GetValue(_options.ApiKey), Parsed.GetValue(_options.Data), server, Surroundings, () => Kept(server));
        return new ApiClient(server, credentials, Timeout, Surroundings.Time);
    }

    /// <summary>The way to sign in at the server.</summary>
    public SignInServer SignIn() => new(Server(), Timeout, Surroundings.Time);

    // The access token of tautan login, made anew where it ends; null: there is no login, or it has ended.
    private string? Kept(ServerAddress server)
    {
        var kept = new KeptLogin(Surroundings);
        if (kept.Find(server) is not { } login)
            return null;
        if (login.ExpiresAt > Surroundings.Time.GetUtcNow().AddSeconds(30))
            return login.AccessToken;
        using var oauth = SignIn();
        var (isGood, tokens) = oauth.Post("connect/token", CancellationToken.None, ("grant_type", "refresh_token"), ("refresh_token", login.RefreshToken));
        if (!isGood && tokens.Text("error") is not "invalid_grant")
            throw new CommandFailure(ExitCodes.Unauthorized, $"the login at {server.Text} cannot be renewed: {tokens.Text("error_description") ?? tokens.Text("detail") ?? tokens.Text("error")}");
        var renewed = isGood ? oauth.Read(tokens) : null;
        kept.Put(server, renewed);
        return renewed?.AccessToken;
    }

    /// <summary>Where the server is.</summary>
    /// <exception cref="CommandFailure">Its URL is none.</exception>
    public ServerAddress Server() => ServerAddress.Find(
        "--server", Parsed.GetValue(_options.Server), ClientOptions.ServerVariable, ClientOptions.DefaultServer, Surroundings);

    /// <summary>A client of the operations port, which asks for no key and is sent none.</summary>
    public ApiClient ConnectToOperations(string? url)
    {
        var server = ServerAddress.Find(
            "--operations", url, ClientOptions.OperationsVariable, ClientOptions.DefaultOperations, Surroundings);
        return new ApiClient(server, null, Timeout, Surroundings.Time);
    }

    /// <summary>Says something beside the result, on standard error.</summary>
    public void Remark(string text) => Complaint.Write(Surroundings.Error, text);
}
