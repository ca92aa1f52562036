using Microsoft.AspNetCore.Http;
using Tautan.Contracts.Access;

namespace Tautan.Platform.Web;

/// <summary>A principal as headers between services.</summary>
public static class PrincipalHeaders
{
    public static Principal? Read(IHeaderDictionary headers)
    {
        var subject = headers[InternalHeaders.Subject].ToString();
        return subject.Length != 0 && Guid.TryParse(headers[InternalHeaders.Workspace], out var workspace)
            ? new Principal(workspace, subject, headers[InternalHeaders.Scopes].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet())
            : null;
    }
}
