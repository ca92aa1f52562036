namespace Tautan.Commands.Check;

/// <summary>The form of the result.</summary>
internal enum ReportFormat
{
    Table,
    Json,
    JUnit,
    Markdown,
}
