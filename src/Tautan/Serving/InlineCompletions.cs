using Tautan.Contracts;

namespace Tautan.Serving;

/// <summary>
/// On the edge, what a socket completes goes on at once, on the thread that heard of it: a third less CPU a redirect. It is for a process in
/// which nothing blocks, and must be set before the first socket is used. What the environment says of it is never asked: the house blocks.
/// </summary>
internal static class InlineCompletions
{
    public const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    public static bool AreFor(ServeOptions options) => options.Hosted is [ServiceNames.Gateway];

    public static void Set(ServeOptions options) => Environment.SetEnvironmentVariable(Variable, AreFor(options) ? "1" : null);
}
