# The blobs as read-only data; -I names the folder that the build wrote them to, so that the build
# tree can be anywhere.

#if defined(__APPLE__)
#define SYMBOL(name) _##name
        .section __TEXT,__const
#else
#define SYMBOL(name) name
        .section .rodata
#endif

.macro blob begin, end, file
        .globl \begin
        .globl \end
        .balign 64
\begin:
        .incbin "\file"
\end:
        .fill 64, 1, 0
.endm

        blob SYMBOL(leastwise_catalog_begin), SYMBOL(leastwise_catalog_end), catalog.bin
        blob SYMBOL(leastwise_managed_begin), SYMBOL(leastwise_managed_end), managed.bin
        blob SYMBOL(leastwise_packs_begin), SYMBOL(leastwise_packs_end), packs.bin
        blob SYMBOL(leastwise_sheet_begin), SYMBOL(leastwise_sheet_end), sheet.bin

#if defined(__ELF__)
        .section .note.GNU-stack,"",%progbits
#endif
