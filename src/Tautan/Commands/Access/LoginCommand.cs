using System.CommandLine;
using Tautan.Commands.Client;

namespace Tautan.Commands.Access;

/// <summary><c>tautan login</c> and <c>tautan logout</c>: by a code that is typed into a browser anywhere (RFC 8628).</summary>
internal static class LoginCommand
{
    public static Command Login(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("login", "Sign in with a browser, here or on another machine");
        options.AddTo(command);
        command.Do(surroundings, options, RunAsync);
        return command;
    }

    public static Command Logout(Surroundings surroundings, ClientOptions options)
    {
        var command = new Command("logout", "Forget the login, here and on the server");
        options.AddTo(command);
        command.Do(surroundings, options, (session, cancellation) => Task.FromResult(Forget(session, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(Session session, CancellationToken cancellation)
    {
        var server = session.Server();
        using var oauth = session.SignIn();
        var (isGood, device) = oauth.Post("connect/device", cancellation);
        if (!isGood || device.Text("device_code") is not { } code || device.Text("user_code") is not { } userCode)
            throw new CommandFailure(ExitCodes.Failed, $"{server.Text} gives no code: {device.Text("error_description") ?? device.Text("detail") ?? "is it a Tautan server?"}");
        session.Remark($"open {device.Text("verification_uri")} in a browser, and type the code {userCode}");
        var pause = TimeSpan.FromSeconds(Math.Clamp(device.Number("interval") ?? 5, 1, 60));
        while (true)
        {
            await Task.Delay(pause, session.Surroundings.Time, cancellation);
            var (isDone, tokens) = oauth.Post("connect/token", cancellation, ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", code));
            if (isDone)
            {
                new KeptLogin(session.Surroundings).Put(server, oauth.Read(tokens));
                session.Printer.WriteLine($"signed in to {server.Text}");
                return ExitCodes.Ok;
            }

            switch (tokens.Text("error"))
            {
                case "authorization_pending":
                    break;
                case "slow_down":
                    pause += TimeSpan.FromSeconds(5);
                    break;
                case "access_denied":
                    throw new CommandFailure(ExitCodes.Unauthorized, "it was denied in the browser");
                default:
                    throw new CommandFailure(ExitCodes.Unauthorized, $"the code is not valid any more: {tokens.Text("error_description") ?? tokens.Text("error")}");
            }
        }
    }

    private static int Forget(Session session, CancellationToken cancellation)
    {
        var server = session.Server();
        var kept = new KeptLogin(session.Surroundings);
        if (kept.Find(server) is not { } login)
        {
            session.Printer.WriteLine($"not signed in to {server.Text}");
            return ExitCodes.Ok;
        }

        using var oauth = session.SignIn();
        kept.Put(server, null);
        oauth.Post("connect/revoke", cancellation, ("token", login.RefreshToken), ("token_type_hint", "refresh_token"));
        session.Printer.WriteLine($"signed out of {server.Text}");
        return ExitCodes.Ok;
    }
}
