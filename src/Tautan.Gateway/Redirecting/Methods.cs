using Microsoft.AspNetCore.Http;
using Tautan.Contracts.Clicks;

namespace Tautan.Gateway.Redirecting;

/// <summary>Which methods a redirect answers: those that its status keeps (RFC 9110 §15.4).</summary>
internal static class Methods
{
    public const string AllowForGet = "GET, HEAD";
    private const string AllowForAny = "GET, HEAD, POST, PUT, PATCH, DELETE";

    public static string AllowOf(int redirectStatus) =>
        redirectStatus >= StatusCodes.Status307TemporaryRedirect ? AllowForAny : AllowForGet;

    public static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    /// <summary>307 and 308 hand the method on, so they answer every one but OPTIONS; the others make a GET of it, so they answer only that and HEAD.</summary>
    public static bool IsAnswered(string method, int redirectStatus) =>
        IsRead(method) || (redirectStatus >= StatusCodes.Status307TemporaryRedirect && !HttpMethods.IsOptions(method));

    public static ClickMethod Of(string method) => method switch
    {
        _ when HttpMethods.IsGet(method) => ClickMethod.Get,
        _ when HttpMethods.IsHead(method) => ClickMethod.Head,
        _ when HttpMethods.IsPost(method) => ClickMethod.Post,
        _ when HttpMethods.IsPut(method) => ClickMethod.Put,
        _ when HttpMethods.IsPatch(method) => ClickMethod.Patch,
        _ when HttpMethods.IsDelete(method) => ClickMethod.Delete,
        _ when HttpMethods.IsOptions(method) => ClickMethod.Options,
        _ => ClickMethod.Other,
    };
}
