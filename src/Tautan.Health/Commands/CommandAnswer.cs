using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tautan.Platform.Web;

namespace Tautan.Health.Commands;

/// <summary>What a command is answered with, in a form that can pass from one process to another.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">JSON.</param>
internal sealed record CommandAnswer(int Status, string Body)
{
    public static CommandAnswer Of<T>(int status, T body) => new(status, JsonSerializer.Serialize(body, JsonBody.Options));

    public static readonly Problem WatchAway = Problems.Create(
        StatusCodes.Status503ServiceUnavailable, "not_watching", "The watch over the links has not begun here yet; try again in a few seconds.");

    public static CommandAnswer Of(Problem problem) => Of(problem.Status, problem);

    public static CommandAnswer NotWatching { get; } = Of(WatchAway);

    public IResult ToResult() => Results.Text(Body, Status >= 400 ? Problems.ContentType : "application/json", statusCode: Status);
}
