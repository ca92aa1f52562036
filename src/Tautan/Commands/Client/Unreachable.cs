using System.Net.Sockets;
using System.Security.Authentication;

namespace Tautan.Commands.Client;

/// <summary>Puts into words why no whole answer came.</summary>
internal static class Unreachable
{
    public static CommandFailure Because(HttpRequestException failure, ServerAddress server, string doubt) =>
        failure.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => Of($"{server.Url.Host} is not a name that can be resolved ({server.Source})"),
            HttpRequestError.SecureConnectionError => Of($"no secure connection to {server.Text}: {Innermost<AuthenticationException>(failure)}"),
            HttpRequestError.ConnectionError => Of($"cannot reach {server.Text}: {Innermost<SocketException>(failure)}{Remedy(server)}"),
            HttpRequestError.ResponseEnded => Of($"the connection to {server.Text} was lost before the answer was whole{doubt}"),
            HttpRequestError.ConfigurationLimitExceeded => new(ExitCodes.Failed, $"the answer of {server.Text} is too large"),
            HttpRequestError.InvalidResponse => new(ExitCodes.Failed, $"{server.Text} does not answer in HTTP ({server.Source})"),
            _ => Of($"no answer from {server.Text}: {failure.Message}{doubt}"),
        };

    private static CommandFailure Of(string message) => new(ExitCodes.Unreachable, message);

    private static string Remedy(ServerAddress server) => server.IsThisMachine
        ? $"; start it with \"tautan serve\", or name another one with {server.Variable}"
        : $" ({server.Source})";

    private static string Innermost<T>(Exception failure)
        where T : Exception
    {
        for (Exception? inner = failure; inner is not null; inner = inner.InnerException)
        {
            if (inner is T found)
                return found.Message.TrimEnd('.');
        }
        return failure.Message.TrimEnd('.');
    }
}
