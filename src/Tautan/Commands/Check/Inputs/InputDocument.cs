using Tautan.Commands.Check.Addresses;
using Tautan.Commands.Check.Documents;

namespace Tautan.Commands.Check.Inputs;

/// <summary>A document whose links are checked.</summary>
internal sealed record InputDocument(DocumentPlace Place, Document Document);
