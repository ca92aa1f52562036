using System.CommandLine;

namespace Tautan.Commands;

/// <summary>The options that every command of the client takes.</summary>
internal sealed class ClientOptions
{
    public const string ServerVariable = "TAUTAN_SERVER";
    public const string ApiKeyVariable = "TAUTAN_API_KEY";
    public const string OperationsVariable = "TAUTAN_OPERATIONS";
    public const string DefaultServer = "http://127.0.0.1:8080";
    public const string DefaultOperations = "http://127.0.0.1:8081";
    public const string DefaultData = "data";
    private const int DefaultTimeoutSeconds = 30;
    private const int LongestTimeoutSeconds = 3600;

    public static readonly IReadOnlyList<(string Name, string Meaning)> Variables =
    [
        (ServerVariable, $"the server (default {DefaultServer})"),
        (ApiKeyVariable, "the API key; without it, DIR/admin-api-key is read (--data DIR)"),
        (OperationsVariable, $"the operations port, for status (default {DefaultOperations})"),
        ("NO_COLOR", "set and not empty: no colours"),
    ];

    public Option<string?> Server { get; } = new("--server")
    {
        Description = $"The server's URL [{ServerVariable}, {DefaultServer}]",
        HelpName = "URL",
        Recursive = true,
    };

    public Option<string?> ApiKey { get; } = new("--api-key")
    {
        Description = $"The API key; other users of this machine can see a command's arguments, so prefer {ApiKeyVariable}",
        HelpName = "KEY",
        Recursive = true,
    };

    public Option<string?> Data { get; } = new("--data")
    {
        Description = $"The server's data directory, whose file admin-api-key is used [./{DefaultData}]",
        HelpName = "DIR",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print what the server answers, as one JSON document",
        Recursive = true,
    };

    public Option<int> RequestTimeout { get; } = new("--request-timeout")
    {
        Description = $"How long each answer of the server is waited for, 1 to {LongestTimeoutSeconds} seconds",
        HelpName = "SECONDS",
        Recursive = true,
        DefaultValueFactory = _ => DefaultTimeoutSeconds,
    };

    public ClientOptions() => RequestTimeout.Between(1, LongestTimeoutSeconds, "seconds");

    public void AddTo(Command command)
    {
        command.Add(Json);
        command.Add(Server);
        command.Add(ApiKey);
        command.Add(Data);
        command.Add(RequestTimeout);
    }
}
