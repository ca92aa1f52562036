using System.Text.Json;

namespace Tautan.Links.Tests;

/// <summary>What a problem must look like, alone or as an item of a bulk's answer.</summary>
internal static class Problem
{
    public static JsonElement ShouldBe(JsonElement problem, int status, string code)
    {
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.GetProperty("code").GetString().ShouldBe(code, problem.ToString());
        problem.GetProperty("type").GetString().ShouldBe("about:blank");
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        problem.ToString().ShouldNotContain("Tautan.");
        problem.ToString().ShouldNotContain("System.");
        return problem;
    }

    public static void ShouldName(JsonElement problem, string field, string expectation)
    {
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldContain(field, problem.ToString());
        var messages = problem.GetProperty("errors").GetProperty(field).EnumerateArray().Select(message => message.GetString()!).ToList();
        messages.ShouldNotBeEmpty();
        messages[0].ShouldContain(expectation);
    }
}
